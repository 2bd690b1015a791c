package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a manifest or an index consists of. */
public final class Graph {
    /** How deep indexes may lie in indexes. */
    static final int MAX_DEPTH = 8;

    private Graph() {}

    /** Tells whether content can have children, so that it must be read to know them. */
    public static boolean isParent(Descriptor descriptor) {
        return MediaTypes.isIndex(descriptor.mediaType())
                || MediaTypes.isManifest(descriptor.mediaType());
    }

    /**
     * Returns the manifests of an index, or layers and config of a manifest; else nothing.
     *
     * @throws StoreException when the content is no manifest or index
     * @throws IOException when it cannot be read
     */
    public static List<Descriptor> children(Place place, Descriptor parent) throws IOException {
        return isParent(parent) ? children(parent, place.read(parent)) : List.of();
    }

    /**
     * Returns the same of content that comes from elsewhere, which must say of itself that it is of
     * the type under which it was found.
     *
     * @throws StoreException when the content is no manifest or index of that type
     * @throws IOException when it cannot be read
     */
    static List<Descriptor> childrenOfType(Place place, Descriptor parent) throws IOException {
        byte[] content = place.read(parent);
        try {
            if (MediaTypes.isIndex(parent.mediaType())) {
                return ImageIndex.parse(content, parent).manifests();
            }
            return children(ImageManifest.parse(content, parent));
        } catch (SyntaxException e) {
            throw new StoreException("reading " + parent.digest() + ": " + e.getMessage(), e);
        }
    }

    private static List<Descriptor> children(ImageManifest manifest) {
        List<Descriptor> children = new ArrayList<>(manifest.layers());
        children.add(manifest.config());
        return children;
    }

    /**
     * Returns the children that a manifest or an index names.
     *
     * @throws StoreException when the content is no manifest or index
     */
    public static List<Descriptor> children(Descriptor parent, byte[] content) throws IOException {
        try {
            if (MediaTypes.isIndex(parent.mediaType())) {
                return ImageIndex.parse(content).manifests();
            }
            if (!MediaTypes.isManifest(parent.mediaType())) {
                return List.of();
            }
            return children(ImageManifest.parse(content));
        } catch (SyntaxException e) {
            throw new StoreException("reading " + parent.digest() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns what a manifest or an index says it is about.
     *
     * @return empty when it is about nothing
     * @throws StoreException when the content is no manifest or index
     */
    public static Optional<Descriptor> subject(Descriptor node, byte[] content) throws IOException {
        try {
            if (MediaTypes.isIndex(node.mediaType())) {
                return ImageIndex.parse(content).subject();
            }
            return MediaTypes.isManifest(node.mediaType())
                    ? ImageManifest.parse(content).subject()
                    : Optional.empty();
        } catch (SyntaxException e) {
            throw new StoreException("reading " + node.digest() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Of listed content, chooses what is meant when nothing is named: the only one that is not
     * about other content, as signatures are.
     *
     * @return empty when there is none, or several
     * @throws IOException when a manifest cannot be read
     */
    public static Optional<Descriptor> only(Place place, List<Descriptor> listed)
            throws IOException {
        Map<Digest, Descriptor> found = new LinkedHashMap<>();
        for (Descriptor entry : listed) {
            if (listed.size() == 1 || !isAboutOther(place, entry)) {
                found.putIfAbsent(entry.digest(), entry);
            }
        }
        return found.size() == 1 ? Optional.of(found.values().iterator().next()) : Optional.empty();
    }

    private static boolean isAboutOther(Place place, Descriptor node) throws IOException {
        return isParent(node) && subject(node, place.read(node)).isPresent();
    }

    /**
     * Chooses the image that fits a platform best, among those that the place holds.
     *
     * @param root an image manifest, which is then the result, or an index
     * @return where the image manifest is; empty when the content is no image
     * @throws IOException when an index cannot be read
     */
    public static Optional<Descriptor> selectImage(Place place, Descriptor root, Platform platform)
            throws IOException {
        return selectImage(place, root, platform, 0);
    }

    private static Optional<Descriptor> selectImage(
            Place place, Descriptor root, Platform platform, int depth) throws IOException {
        if (MediaTypes.isManifest(root.mediaType())) {
            return Optional.of(root);
        }
        if (!MediaTypes.isIndex(root.mediaType()) || depth > MAX_DEPTH) {
            return Optional.empty();
        }
        List<Descriptor> present = new ArrayList<>();
        for (Descriptor manifest : children(place, root)) {
            if (ImageIndex.isImage(manifest) && place.has(manifest)) {
                present.add(manifest);
            }
        }
        Optional<Descriptor> best = ImageIndex.of(present).select(platform);
        if (best.isEmpty()) {
            best = present.stream().findFirst();
        }
        return best.isEmpty()
                ? Optional.empty()
                : selectImage(place, best.get(), platform, depth + 1);
    }

    /**
     * Makes sure that everything a name shall point at is in a place. Of an index it is enough to
     * have some of the manifests, as tools keep only the platforms they need; a layer may be absent
     * when it is known from where it can be fetched.
     *
     * @throws NotFoundException when something is missing
     * @throws IOException when a manifest cannot be read
     */
    public static void requireComplete(Place place, Descriptor root) throws IOException {
        requireComplete(place, root, 0);
    }

    private static void requireComplete(Place place, Descriptor root, int depth)
            throws IOException {
        if (depth > MAX_DEPTH) {
            throw tooDeep(root);
        }
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
                    requireComplete(place, child, depth + 1);
                }
            } else if (!index && !isPromised(place, child)) {
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

    /** Whether a layer that is absent can be fetched from where it came from. */
    private static boolean isPromised(Place place, Descriptor child) throws IOException {
        return MediaTypes.isLayer(child.mediaType()) && !place.origins(child).isEmpty();
    }

    static StoreException tooDeep(Descriptor root) {
        return new StoreException(
                "index " + root.digest() + " lies more than " + MAX_DEPTH + " indexes deep");
    }
}
