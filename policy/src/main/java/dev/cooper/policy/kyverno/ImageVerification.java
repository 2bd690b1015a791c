package dev.cooper.policy.kyverno;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.evidence.Attested;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.Request;
import dev.cooper.trust.verdict.Check;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule wants of images.
 *
 * @param images patterns of the images it is about
 * @param skipped patterns of those it is not about after all
 * @param enforces whether it refuses, or only warns; empty when the policy says it
 * @param pins whether images get their digest
 * @param wantsDigest whether they must have one
 * @param required whether somebody must have signed or stated something
 * @param remembers whether what was found out before counts
 * @param denied what must not hold of the statements, by name; empty when nothing is said
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
        boolean required,
        boolean remembers,
        Optional<Conditions> denied,
        String message,
        String where) {

    boolean isAbout(Request request) {
        ImageNames names = ImageNames.of(request.image());
        return names.isMeant(images) && !names.isExactly(skipped);
    }

    /** What the user says to a refusal, as far as what it speaks of is known. */
    String said(Template known) {
        try {
            return Template.isOpen(message) ? known.text(message) : message;
        } catch (SyntaxException _) {
            return message;
        }
    }

    /**
     * What speaks against an image, a few words each.
     *
     * @param stated gets what is stated of it, by name
     */
    List<String> against(
            Facts facts, Request request, Template known, Map<String, @Nullable Object> stated)
            throws IOException {
        List<Check> checks = new ArrayList<>();
        boolean kept = remembers || request.gate() != Gate.ADMISSION;
        Facts asked = kept ? facts : afresh(facts);
        for (AttestorSet set : attestors) {
            checks.add(set.check(attestor -> Attested.signature(asked, attestor)));
        }
        for (Attestation attestation : attestations) {
            checks.add(attestation.check(asked, known, stated));
        }
        if (required && checks.isEmpty()) {
            checks.add(
                    Check.failed(
                            "required",
                            "the image must be verified, and the rule names nobody who must have"
                                    + " signed"));
        }
        List<String> against = new ArrayList<>();
        for (Check check : checks) {
            if (!check.isPassed()) {
                against.add(Attested.why(check));
            }
        }
        if (against.isEmpty() && denied.isPresent() && denied.get().hold(known.with(stated))) {
            against.add("what has been stated of it is denied");
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
