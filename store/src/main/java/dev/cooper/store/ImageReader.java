package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads manifest and config of images in a place; never a layer. */
final class ImageReader {
    private final Place place;
    private final LayerSizes sizes;

    ImageReader(Place place, LayerSizes sizes) {
        this.place = place;
        this.sizes = sizes;
    }

    /**
     * Reads an image.
     *
     * @return empty when the content is an artifact of another kind
     * @throws IOException when the image is damaged
     */
    Optional<StoredImage> read(Descriptor root, List<Reference> names) throws IOException {
        if (Names.isAttached(root)) {
            return Optional.empty();
        }
        Optional<Descriptor> chosen = Graph.selectImage(place, root, Platform.host());
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        try {
            ImageManifest manifest = ImageManifest.parse(place.read(chosen.get()));
            if (!MediaTypes.isConfig(manifest.config().mediaType())) {
                return Optional.empty();
            }
            ImageConfig config = ImageConfig.parse(place.read(manifest.config()));
            List<Long> layers = layerSizes(manifest, config);
            long size = layers.stream().mapToLong(Long::longValue).sum();
            return Optional.of(
                    new StoredImage(
                            root,
                            names,
                            manifest,
                            config,
                            manifest.config().digest(),
                            size,
                            layers));
        } catch (SyntaxException e) {
            throw new StoreException("reading image " + root.digest() + ": " + e.getMessage(), e);
        }
    }

    private List<Long> layerSizes(ImageManifest manifest, ImageConfig config) throws IOException {
        List<Long> result = new ArrayList<>();
        List<Digest> diffIds = config.diffIds();
        for (int i = 0; i < manifest.layers().size(); i++) {
            long compressed = manifest.layers().get(i).size();
            result.add(
                    i < diffIds.size() ? sizes.get(diffIds.get(i)).orElse(compressed) : compressed);
        }
        return result;
    }
}
