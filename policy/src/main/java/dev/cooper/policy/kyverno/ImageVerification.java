package dev.cooper.policy.kyverno;

import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.evidence.Attested;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.Request;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a rule wants of images.
 *
 * @param images patterns of the images it is about
 * @param skipped patterns of those it is not about after all
 * @param enforces whether it refuses, or only warns; empty when the policy says it
 * @param pins whether images get their digest
 * @param wantsDigest whether they must have one
 * @param remembers whether what was found out before counts
 * @param message what the user says to a refusal; may be empty
 * @param where its file and line
 */
record ImageVerification(
        List<Wildcard> images,
        List<Wildcard> skipped,
        List<AttestorSet> attestors,
        List<Attestation> attestations,
        Optional<Boolean> enforces,
        boolean pins,
        boolean wantsDigest,
        boolean remembers,
        String message,
        String where) {

    boolean isAbout(Request request) {
        ImageNames names = ImageNames.of(request.image());
        return names.isMeant(images) && !names.isExactly(skipped);
    }

    /** What speaks against an image, a few words each. */
    List<String> against(Facts facts, Request request) throws IOException {
        List<Check> checks = new ArrayList<>();
        boolean kept = remembers || request.gate() != Gate.ADMISSION;
        Facts known = kept ? facts : afresh(facts);
        for (AttestorSet set : attestors) {
            checks.add(set.check(attestor -> Attested.signature(known, attestor)));
        }
        for (Attestation attestation : attestations) {
            checks.add(attestation.check(known, request.now()));
        }
        List<String> against = new ArrayList<>();
        for (Check check : checks) {
            if (!check.isPassed()) {
                against.add(Attested.why(check));
            }
        }
        if (wantsDigest && !pins && facts.name().digest().isEmpty()) {
            against.add("the image is not named by its digest");
        }
        return against;
    }

    /** The same image, of which nothing is known yet but its digest. */
    private static Facts afresh(Facts facts) throws IOException {
        return facts.of(facts.name().withDigest(facts.image().digest()));
    }
}
