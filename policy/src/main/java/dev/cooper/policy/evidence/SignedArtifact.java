package dev.cooper.policy.evidence;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.envelope.Statement;
import dev.cooper.trust.verdict.Check;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An artifact that refers to an image and says something of it, such as an SBOM.
 *
 * @param descriptor of its manifest, which is what is signed
 */
record SignedArtifact(Descriptor descriptor, ImageManifest manifest) {
    private static final int MOST_LOOKED_AT = 500;

    /** Finds those of a type; of so many at most. */
    static List<SignedArtifact> of(Attachments home, Descriptor image, String type, int most)
            throws IOException {
        List<SignedArtifact> found = new ArrayList<>();
        for (Descriptor each :
                home.referrers(image.digest()).stream().limit(MOST_LOOKED_AT).toList()) {
            if (found.size() < most && each.mediaType().equals(MediaTypes.OCI_MANIFEST)) {
                SignedArtifact one = read(home, each);
                if (one != null && one.isOf(image, type)) {
                    found.add(one);
                }
            }
        }
        return found;
    }

    /** What is malformed says nothing. */
    private static @Nullable SignedArtifact read(Attachments home, Descriptor descriptor)
            throws IOException {
        try {
            return new SignedArtifact(descriptor, ImageManifest.parse(home.read(descriptor)));
        } catch (SyntaxException _) {
            return null;
        }
    }

    /** What lists say of an artifact is not signed; what it says itself is. */
    private boolean isOf(Descriptor image, String type) {
        return manifest.artifactType().orElse(manifest.config().mediaType()).equals(type)
                && manifest.subject()
                        .filter(one -> one.digest().equals(image.digest()))
                        .isPresent();
    }

    /** What it says; nothing is read of it before its signature holds. */
    Stated stated(Attachments home, Descriptor image, String type, Check signed)
            throws IOException {
        Object predicate = Map.of();
        Check check = signed;
        if (signed.isPassed()) {
            try {
                predicate = predicate(home);
            } catch (SyntaxException e) {
                check =
                        Check.all(
                                "attestation",
                                List.of(
                                        signed,
                                        Check.failed("content", String.valueOf(e.getMessage()))));
            }
        }
        Statement statement =
                new Statement(
                        Statement.V1,
                        List.of(Statement.Subject.of(image.digest(), Map.of())),
                        type,
                        predicate);
        return new Stated(descriptor.digest().toString(), statement, check);
    }

    private Object predicate(Attachments home) throws IOException {
        if (manifest.layers().size() != 1) {
            throw new SyntaxException(
                    "the artifact has " + manifest.layers().size() + " blobs, want one");
        }
        if (Json.parse(home.read(manifest.layers().getFirst())) instanceof Map<?, ?> content) {
            return content;
        }
        throw new SyntaxException("the artifact is no JSON object");
    }
}
