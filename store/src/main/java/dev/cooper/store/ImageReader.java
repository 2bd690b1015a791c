package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageIndex;
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
    private static final int MAX_INDEX_DEPTH = 4;

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
        Optional<Descriptor> chosen = manifest(root, 0);
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

    /** The image manifest itself, or the one of an index that fits this machine best. */
    private Optional<Descriptor> manifest(Descriptor root, int depth) throws IOException {
        if (MediaTypes.isManifest(root.mediaType())) {
            return Optional.of(root);
        }
        if (!MediaTypes.isIndex(root.mediaType()) || depth > MAX_INDEX_DEPTH) {
            return Optional.empty();
        }
        ImageIndex index;
        try {
            index = ImageIndex.parse(place.read(root));
        } catch (SyntaxException e) {
            throw new StoreException("reading image " + root.digest() + ": " + e.getMessage(), e);
        }
        List<Descriptor> present = new ArrayList<>();
        for (Descriptor manifest : index.manifests()) {
            if (place.has(manifest)) {
                present.add(manifest);
            }
        }
        ImageIndex here = index.withManifests(present);
        Optional<Descriptor> best = here.select(Platform.host());
        if (best.isEmpty()) {
            best = present.stream().filter(ImageIndex::isImage).findFirst();
        }
        return best.isEmpty() ? Optional.empty() : manifest(best.get(), depth + 1);
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
