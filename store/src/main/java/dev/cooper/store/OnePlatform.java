package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A place as it looks to those who want one platform: of the manifests of an index it holds only
 * the image for that platform and what is attested about it.
 */
public final class OnePlatform implements Place {
    private static final String SUBJECT_DIGEST = "vnd.docker.reference.digest";

    private final Place place;
    private final Set<Digest> left = new HashSet<>();
    private final Descriptor image;

    private OnePlatform(Place place, Descriptor root, Platform platform, String name)
            throws IOException {
        this.place = place;
        Descriptor chosen = root;
        while (MediaTypes.isIndex(chosen.mediaType())) {
            chosen = choose(chosen, platform, name);
        }
        this.image = chosen;
    }

    /**
     * Chooses the image of a platform.
     *
     * @param place where the content is
     * @param root an index, or a manifest, which is then the image whatever its platform
     * @param platform where the image shall run
     * @param name how messages call the image
     * @return the view
     * @throws IOException when the index lists no image for the platform, or cannot be read
     */
    public static OnePlatform of(Place place, Descriptor root, Platform platform, String name)
            throws IOException {
        return new OnePlatform(place, root, platform, name);
    }

    private Descriptor choose(Descriptor index, Platform platform, String name) throws IOException {
        ImageIndex parsed = ImageIndex.of(Graph.children(place, index));
        Descriptor chosen =
                parsed.select(platform)
                        .orElseThrow(() ->
                                new IOException(
                                        name
                                                + ": no image for "
                                                + platform
                                                + "; there are "
                                                + platforms(parsed)
                                                + " (choose with --platform)"));
        for (Descriptor other : parsed.manifests()) {
            String about = other.annotations().get(SUBJECT_DIGEST);
            boolean kept =
                    other.digest().equals(chosen.digest())
                            || (about != null && about.equals(chosen.digest().toString()));
            if (!kept) {
                left.add(other.digest());
            }
        }
        return chosen;
    }

    private static String platforms(ImageIndex index) {
        Set<String> names = new TreeSet<>();
        for (Descriptor manifest : index.manifests()) {
            if (ImageIndex.isImage(manifest)) {
                manifest.platform().ifPresent(platform -> names.add(platform.toString()));
            }
        }
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /**
     * The image that was chosen.
     *
     * @return where its manifest is
     */
    public Descriptor image() {
        return image;
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) throws IOException {
        return place.resolve(reference);
    }

    @Override
    public InputStream open(Descriptor descriptor) throws IOException {
        return place.open(descriptor);
    }

    @Override
    public List<Reference> origins(Descriptor blob) throws IOException {
        return place.origins(blob);
    }

    @Override
    public byte[] read(Descriptor descriptor) throws IOException {
        return place.read(descriptor);
    }

    @Override
    public boolean has(Descriptor descriptor) throws IOException {
        return !left.contains(descriptor.digest()) && place.has(descriptor);
    }
}
