package dev.cooper.trust;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.cosign.FoundSignature;
import dev.cooper.trust.cosign.ImageVerifier;
import dev.cooper.trust.cosign.Stored;
import dev.cooper.trust.cosign.Trusted;
import dev.cooper.trust.envelope.SimpleSigning;
import dev.cooper.trust.notation.NotationSignature;
import dev.cooper.trust.notation.NotationVerifier;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The proofs about one image, of all systems that sign. What cannot be read has not been checked.
 *
 * @param home where the image and what hangs on it are
 * @param image its manifest or index
 */
public record Evidence(Attachments home, Descriptor image) {
    /** As many signatures of the Notary Project as notation looks at. */
    private static final int MOST = 100;

    /** What a repository of Notary v1 says of the image's name. */
    public interface SignedName {
        /**
         * Returns what is signed under the name.
         *
         * @throws IOException when the repository cannot be read, or does not hold
         */
        Optional<Digest> digest() throws IOException;
    }

    private interface Look {
        Check look() throws IOException;
    }

    private static Check safely(String name, Look look) {
        try {
            return look.look();
        } catch (IOException | SyntaxException e) {
            return Check.notChecked(name, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Looks at the signatures of cosign and sigstore: bundles and tags.
     *
     * @param trusted whose signatures count; empty when nobody is named
     * @param wanted annotations that a signature must have
     */
    public Check cosign(Optional<Trusted> trusted, Map<String, String> wanted) {
        return safely(
                "cosign",
                () -> trusted.isPresent() ? cosign(trusted.get(), wanted) : nobodyNamed());
    }

    private Check cosign(Trusted trusted, Map<String, String> wanted) throws IOException {
        List<Check> each = new ArrayList<>();
        for (FoundSignature one : new ImageVerifier(home, trusted, wanted).verify(image)) {
            each.add(Check.all(one.stored().toString(), List.of(one.check())));
        }
        return each.isEmpty()
                ? Check.failed("cosign", "the image is not signed")
                : Check.any("cosign", each);
    }

    private Check nobodyNamed() throws IOException {
        int found =
                Stored.bundles(home, image.digest()).size()
                        + Stored.layers(home, image.digest(), "sig", SimpleSigning.MEDIA_TYPE)
                                .size();
        return Check.notChecked(
                "cosign", found + " found, and nobody is named who must have signed");
    }

    /**
     * Looks at the signatures of the Notary Project.
     *
     * @param verifier with the user's trust policy; empty when there is none
     */
    public Check notation(Optional<NotationVerifier> verifier) {
        return safely(
                "notation",
                () -> {
                    if (verifier.isEmpty()) {
                        return Check.notChecked("notation", "there is no trust policy");
                    }
                    if (verifier.get().isSkipped()) {
                        return Check.notChecked("notation", "the trust policy skips it");
                    }
                    List<Check> each = new ArrayList<>();
                    for (NotationSignature one : verifier.get().verify(image, Map.of(), MOST)) {
                        each.add(Check.all(one.manifest().toString(), List.of(one.check())));
                    }
                    return each.isEmpty()
                            ? Check.failed("notation", "the image is not signed")
                            : Check.any("notation", each);
                });
    }

    /**
     * Looks at what Notary v1 says of the image's name.
     *
     * @param name empty when nobody asks for it
     */
    public Check notary(Optional<SignedName> name) {
        return safely(
                "notary",
                () -> {
                    if (name.isEmpty()) {
                        return Check.notChecked(
                                "notary", "DOCKER_CONTENT_TRUST does not ask for it");
                    }
                    Optional<Digest> signed = name.get().digest();
                    return signed.isEmpty()
                            ? Check.failed("notary", "nothing is signed under this name")
                            : Check.of(
                                    "notary",
                                    signed.get().equals(image.digest()),
                                    "the name stands for this image",
                                    "the name stands for " + signed.get());
                });
    }
}
