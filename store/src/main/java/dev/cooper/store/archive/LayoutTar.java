package dev.cooper.store.archive;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.oci.Annotations;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.store.Graph;
import dev.cooper.store.Place;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes an OCI layout as a tar: the same images always make the same bytes. */
final class LayoutTar {
    private static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

    private final Place from;
    private final List<NamedImage> images;
    private final SortedMap<Digest, Descriptor> blobs = new TreeMap<>();

    LayoutTar(Place from, List<NamedImage> images) throws IOException {
        this.from = from;
        this.images = images;
        for (NamedImage image : images) {
            Graph.requireComplete(from, image.descriptor());
            collect(image.descriptor());
        }
    }

    private void collect(Descriptor node) throws IOException {
        if (blobs.putIfAbsent(node.digest(), node) != null) {
            return;
        }
        boolean index = MediaTypes.isIndex(node.mediaType());
        for (Descriptor child : Graph.children(from, node)) {
            // an index may list platforms that were never fetched
            if (!index || from.has(child)) {
                collect(child);
            }
        }
    }

    /** Returns the index.json: an entry for each name, or one without a name. */
    private ImageIndex index() {
        List<Descriptor> entries = new ArrayList<>();
        for (NamedImage image : images) {
            for (Reference name : image.names()) {
                entries.add(
                        image.descriptor()
                                .withAnnotation(Annotations.IMAGE_NAME, name.toString())
                                .withAnnotation(Annotations.REF_NAME, name.familiar()));
            }
            if (image.names().isEmpty()) {
                entries.add(image.descriptor());
            }
        }
        return ImageIndex.of(List.copyOf(byName(entries).values()));
    }

    private static SortedMap<String, Descriptor> byName(List<Descriptor> entries) {
        SortedMap<String, Descriptor> sorted = new TreeMap<>();
        for (Descriptor entry : entries) {
            sorted.put(
                    entry.annotations().getOrDefault(Annotations.IMAGE_NAME, "")
                            + " "
                            + entry.digest(),
                    entry);
        }
        return sorted;
    }

    /**
     * Writes everything.
     *
     * @param more further files in the root of the archive, by name
     */
    void write(TarWriter tar, Map<String, byte[]> more) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>(more);
        files.put("index.json", index().toJson());
        files.put("oci-layout", LAYOUT.getBytes(StandardCharsets.UTF_8));
        tar.write(directory("blobs"));
        String folder = "";
        for (Descriptor blob : blobs.values()) {
            String next = "blobs/" + blob.digest().algorithm().id();
            if (!next.equals(folder)) {
                tar.write(directory(next));
                folder = next;
            }
            try (InputStream content = from.open(blob)) {
                tar.write(file(next + "/" + blob.digest().hex(), blob.size()), content);
            }
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            tar.write(
                    file(file.getKey(), file.getValue().length),
                    new ByteArrayInputStream(file.getValue()));
        }
    }

    private static TarEntry directory(String path) {
        return TarEntry.directory(path).withMode(0755).withOwner(0, 0).withMtime(0, 0);
    }

    private static TarEntry file(String path, long size) {
        return TarEntry.file(path, size).withMode(0644).withOwner(0, 0).withMtime(0, 0);
    }
}
