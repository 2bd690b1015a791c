package dev.cooper.policy.evidence;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.envelope.Statement;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An envelope that hangs on an image.
 *
 * @param where the digest of the blob
 * @param envelope not verified yet
 */
record Stored(String where, Dsse envelope) {
    private static final String DSSE = "application/vnd.dsse.envelope.v1+json";
    private static final int MOST = 100;

    /** All that hang on an image, in both forms; what is damaged states nothing. */
    static List<Stored> statementsOf(Attachments home, Descriptor image) throws IOException {
        List<Stored> all = new ArrayList<>();
        for (Descriptor one : few(home.referrers(image.digest()))) {
            bundleIn(home, one).ifPresent(all::add);
        }
        Optional<ImageManifest> tagged = home.tagged(image.digest(), "att");
        List<Descriptor> layers = tagged.map(ImageManifest::layers).orElse(List.of());
        for (Descriptor layer : few(layers)) {
            envelope(home, layer).ifPresent(all::add);
        }
        return all;
    }

    private static Optional<Stored> bundleIn(Attachments home, Descriptor manifest)
            throws IOException {
        try {
            List<Descriptor> layers = ImageManifest.parse(home.read(manifest)).layers();
            if (layers.size() != 1 || !layers.getFirst().mediaType().startsWith(Bundle.PREFIX)) {
                return Optional.empty();
            }
            Descriptor blob = layers.getFirst();
            Dsse envelope = Bundle.parse(home.read(blob)).envelope();
            return Optional.of(new Stored(blob.digest().toString(), envelope));
        } catch (SyntaxException _) {
            return Optional.empty(); // whatever else refers to the image
        }
    }

    private static Optional<Stored> envelope(Attachments home, Descriptor layer)
            throws IOException {
        if (!layer.mediaType().equals(DSSE)) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonObject.parse(home.read(layer), "envelope");
            return Optional.of(new Stored(layer.digest().toString(), Dsse.fromJson(json)));
        } catch (SyntaxException _) {
            return Optional.empty();
        }
    }

    private static List<Descriptor> few(List<Descriptor> some) throws IOException {
        if (some.size() > MOST) {
            throw new IOException(
                    some.size() + " things hang on the image, at most " + MOST + " are read");
        }
        return some;
    }

    /** What it states, if it states anything of this type. */
    Optional<Stated> statement(Descriptor image, String type, List<Verifier> keys) {
        if (!envelope.payloadType().equals(Dsse.IN_TOTO)) {
            return Optional.empty();
        }
        Statement statement;
        try {
            statement = Statement.parse(envelope.payload());
        } catch (SyntaxException _) {
            return Optional.empty();
        }
        boolean signature = statement.predicateType().equals(Statement.COSIGN_SIGN);
        if (type.isEmpty() ? signature : !statement.predicateType().equals(type)) {
            return Optional.empty();
        }
        List<Check> checks =
                List.of(
                        Check.of(
                                "signature",
                                keys.stream().anyMatch(envelope::isSignedBy),
                                "it is of the key",
                                "it is not of the key"),
                        Check.of(
                                "digest",
                                statement.subjects().stream()
                                        .anyMatch(subject -> subject.is(image.digest())),
                                "it is about " + image.digest(),
                                "it is about something else than " + image.digest()));
        return Optional.of(new Stated(where, statement, Check.all("attestation", checks)));
    }
}
