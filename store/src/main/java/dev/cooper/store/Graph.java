package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a manifest or an index consists of. */
final class Graph {
    private Graph() {}

    /** Tells whether content can have children, so that it must be read to know them. */
    static boolean isParent(Descriptor descriptor) {
        return MediaTypes.isIndex(descriptor.mediaType())
                || MediaTypes.isManifest(descriptor.mediaType());
    }

    /** Returns the manifests of an index, or config and layers of a manifest; else nothing. */
    static List<Descriptor> children(Place place, Descriptor parent) throws IOException {
        return isParent(parent) ? children(parent, place.read(parent)) : List.of();
    }

    static List<Descriptor> children(Descriptor parent, byte[] content) throws IOException {
        try {
            if (MediaTypes.isIndex(parent.mediaType())) {
                return ImageIndex.parse(content).manifests();
            }
            if (!MediaTypes.isManifest(parent.mediaType())) {
                return List.of();
            }
            ImageManifest manifest = ImageManifest.parse(content);
            List<Descriptor> children = new ArrayList<>(manifest.layers());
            children.add(manifest.config());
            return children;
        } catch (SyntaxException e) {
            throw new StoreException("reading " + parent.digest() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes sure that everything a name shall point at is in a place. Of an index it is enough to
     * have some of the manifests, as tools keep only the platforms they need.
     *
     * @throws NotFoundException when something is missing
     */
    static void requireComplete(Place place, Descriptor root) throws IOException {
        if (!place.has(root)) {
            throw new NotFoundException("blob " + root.digest() + " is not in the store");
        }
        boolean index = MediaTypes.isIndex(root.mediaType());
        List<Descriptor> children = children(place, root);
        int present = 0;
        for (Descriptor child : children) {
            if (place.has(child)) {
                present++;
                if (isParent(child)) {
                    requireComplete(place, child);
                }
            } else if (!index) {
                throw new NotFoundException(
                        "blob "
                                + child.digest()
                                + ", a part of image "
                                + root.digest()
                                + ", is not in the store");
            }
        }
        if (index && present == 0 && !children.isEmpty()) {
            throw new NotFoundException(
                    "none of the manifests of index " + root.digest() + " is in the store");
        }
    }
}
