package dev.cooper.trust.cosign;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.envelope.Statement;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What hangs on an image and may be signed: a bundle, or a layer under one of cosign's older tags.
 *
 * @param form how it is stored
 * @param blob the bundle or the layer
 * @param manifest that holds a bundle; empty of a layer
 */
public record Stored(Form form, Descriptor blob, Optional<Descriptor> manifest) {
    /** The media type of envelopes under the older tag. */
    public static final String ENVELOPE = "application/vnd.dsse.envelope.v1+json";

    private static final int MOST = 100;

    /**
     * Lists the bundles that refer to an image.
     *
     * @throws IOException when the home cannot be read, or there are too many
     */
    public static List<Stored> bundles(Attachments home, Digest image) throws IOException {
        List<Stored> found = new ArrayList<>();
        for (Descriptor one : few(home.referrers(image))) {
            bundle(home, one)
                    .ifPresent(blob -> found.add(new Stored(Form.BUNDLE, blob, Optional.of(one))));
        }
        return found;
    }

    /**
     * Lists the layers under an older tag.
     *
     * @param suffix {@code sig} or {@code att}
     * @param type the media type of the layers that are meant
     * @throws IOException when the home cannot be read, or there are too many
     */
    public static List<Stored> layers(Attachments home, Digest image, String suffix, String type)
            throws IOException {
        List<Descriptor> layers =
                home.tagged(image, suffix).map(ImageManifest::layers).orElse(List.of());
        return few(layers).stream()
                .filter(layer -> layer.mediaType().equals(type))
                .map(layer -> new Stored(Form.TAG, layer, Optional.empty()))
                .toList();
    }

    /**
     * Tells what a bundle says that it states, without a proof.
     *
     * @return the type of the predicate; empty when it is damaged
     */
    public static Optional<String> predicateType(byte[] bundle) {
        try {
            byte[] payload = Bundle.parse(bundle).envelope().payload();
            return Optional.of(Statement.parse(payload).predicateType());
        } catch (SyntaxException _) {
            return Optional.empty();
        }
    }

    private static List<Descriptor> few(List<Descriptor> some) throws IOException {
        if (some.size() > MOST) {
            throw new IOException(
                    some.size() + " signatures hang on the image, at most " + MOST + " are read");
        }
        return some;
    }

    /** The bundle that a manifest holds, if it is of that kind. */
    private static Optional<Descriptor> bundle(Attachments home, Descriptor manifest)
            throws IOException {
        try {
            List<Descriptor> layers = ImageManifest.parse(home.read(manifest)).layers();
            return layers.size() == 1 && layers.getFirst().mediaType().startsWith(Bundle.PREFIX)
                    ? Optional.of(layers.getFirst())
                    : Optional.empty();
        } catch (SyntaxException _) {
            return Optional.empty(); // whatever else refers to the image
        }
    }
}
