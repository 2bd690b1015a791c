package dev.cooper.policy.evidence;

import dev.cooper.oci.Descriptor;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.notation.Anchors;
import dev.cooper.trust.notation.Certificates;
import dev.cooper.trust.notation.NotationSignature;
import dev.cooper.trust.notation.NotationVerifier;
import dev.cooper.trust.notation.Revocation;
import dev.cooper.trust.notation.TrustPolicy;
import dev.cooper.trust.notation.TrustStore;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Looks for the signatures of the Notary Project, as strictly as its own policies can be. */
public final class NotationSignatures implements SignatureSource {
    /** As many as Kyverno looks at. */
    private static final int MOST = 50;

    private final Function<Instant, Revocation> revocation;
    private final InstantSource clock;

    /**
     * Makes one.
     *
     * @param revocation whom to ask at a time whether certificates have been revoked
     */
    public NotationSignatures(Function<Instant, Revocation> revocation, InstantSource clock) {
        this.revocation = revocation;
        this.clock = clock;
    }

    @Override
    public boolean knows(Attestor.Credential credential) {
        return credential instanceof Attestor.Notation;
    }

    @Override
    public List<Signed> signatures(Attachments home, Descriptor image, Attestor attestor)
            throws IOException {
        return verifier(home, (Attestor.Notation) attestor.credential())
                .verify(image, attestor.annotations(), MOST)
                .stream()
                .map(NotationSignatures::signed)
                .toList();
    }

    private NotationVerifier verifier(Attachments home, Attestor.Notation wanted) {
        Instant now = clock.instant();
        byte[] policy =
                """
                {"version":"1.0","trustPolicies":[{"name":"policy","registryScopes":["*"],\
                "signatureVerification":{"level":"strict"},\
                "trustStores":["ca:policy"%s],"trustedIdentities":["*"]}]}
                """
                        .formatted(wanted.timestampers().isBlank() ? "" : ",\"tsa:policy\"")
                        .getBytes(StandardCharsets.UTF_8);
        return new NotationVerifier(
                home,
                TrustPolicy.parse(policy, "the policy"),
                anchors(wanted),
                revocation.apply(now),
                now);
    }

    private static Signed signed(NotationSignature one) {
        return new Signed(one.manifest().toString(), one.check());
    }

    private static Anchors anchors(Attestor.Notation wanted) {
        return store -> {
            String pem =
                    store.type() == TrustStore.Type.TSA
                            ? wanted.timestampers()
                            : wanted.certificates();
            return Certificates.parse(
                    pem.getBytes(StandardCharsets.UTF_8), "the policy's certificates");
        };
    }

    /** Statements are artifacts that refer to the image, and are signed themselves. */
    @Override
    public List<Stated> attestations(
            Attachments home, Descriptor image, Attestor attestor, String type) throws IOException {
        NotationVerifier verifier = verifier(home, (Attestor.Notation) attestor.credential());
        List<Stated> all = new ArrayList<>();
        for (SignedArtifact each : SignedArtifact.of(home, image, type, MOST)) {
            List<Check> signatures =
                    verifier.verify(each.descriptor(), Map.of(), MOST).stream()
                            .map(NotationSignature::check)
                            .toList();
            Check signed =
                    signatures.isEmpty()
                            ? Check.failed("signature", "the attestation is not signed")
                            : Check.any("signature", signatures);
            all.add(each.stated(home, image, type, signed));
        }
        return all;
    }
}
