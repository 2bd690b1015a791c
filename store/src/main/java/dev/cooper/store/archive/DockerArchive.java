package dev.cooper.store.archive;

import dev.cooper.archive.TarWriter;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.Graph;
import dev.cooper.store.NotFoundException;
import dev.cooper.store.Place;
import dev.cooper.store.StoreException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The archive that {@code docker save} writes since version 25: an OCI layout, and beside it {@code
 * manifest.json} and {@code repositories} for readers that know no OCI layout. Blobs are written as
 * they are; docker since 20.10 reads compressed layers there.
 */
public final class DockerArchive {
    private DockerArchive() {}

    /**
     * Writes images. The same images make the same bytes.
     *
     * @param from where the content is
     * @param images at least one; of an index, readers that know no OCI layout see the image that
     *     fits this machine best
     * @param out takes the tar; it is neither compressed nor closed
     * @throws NotFoundException when a part of an image is missing
     * @throws IOException when content is damaged or cannot be read or written
     */
    public static void write(Place from, List<NamedImage> images, OutputStream out)
            throws IOException {
        LayoutTar layout = new LayoutTar(from, images);
        List<@Nullable Object> manifests = new ArrayList<>();
        SortedMap<String, SortedMap<String, String>> repositories = new TreeMap<>();
        for (NamedImage image : images) {
            ImageManifest manifest = manifest(from, image.descriptor());
            manifests.add(entry(manifest, image.names()));
            if (!manifest.layers().isEmpty()) {
                String top = manifest.layers().getLast().digest().hex();
                for (Reference name : image.names()) {
                    repositories
                            .computeIfAbsent(name.familiarName(), key -> new TreeMap<>())
                            .put(name.tag().orElse("latest"), top);
                }
            }
        }
        Map<String, byte[]> more = new LinkedHashMap<>();
        more.put("manifest.json", Json.write(manifests));
        if (!repositories.isEmpty()) {
            more.put("repositories", Json.write(repositories));
        }
        TarWriter tar = new TarWriter(out);
        layout.write(tar, more);
        tar.finish();
    }

    private static ImageManifest manifest(Place from, Descriptor root) throws IOException {
        Descriptor chosen =
                Graph.selectImage(from, root, Platform.host()).orElseThrow(() -> notAnImage(root));
        try {
            ImageManifest manifest = ImageManifest.parse(from.read(chosen));
            if (!MediaTypes.isConfig(manifest.config().mediaType())) {
                throw notAnImage(root);
            }
            return manifest;
        } catch (SyntaxException e) {
            throw new StoreException("reading image " + root.digest() + ": " + e.getMessage(), e);
        }
    }

    private static NotFoundException notAnImage(Descriptor root) {
        return new NotFoundException(
                root.digest()
                        + " is no image, so it cannot be written as a docker archive; write an OCI"
                        + " archive instead");
    }

    private static Map<String, @Nullable Object> entry(
            ImageManifest manifest, List<Reference> names) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("Config", path(manifest.config()));
        entry.put(
                "RepoTags",
                names.isEmpty() ? null : names.stream().map(Reference::familiar).sorted().toList());
        entry.put("Layers", manifest.layers().stream().map(DockerArchive::path).toList());
        return entry;
    }

    private static String path(Descriptor blob) {
        return "blobs/" + blob.digest().algorithm().id() + "/" + blob.digest().hex();
    }
}
