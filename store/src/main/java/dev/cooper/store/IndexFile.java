package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** The index.json of an OCI layout; changed under a lock and never in place. */
final class IndexFile {
    private final Path path;
    private final Path temporary;
    private final LockFile lock;

    IndexFile(Path path, Path temporary, LockFile lock) {
        this.path = path;
        this.temporary = temporary;
        this.lock = lock;
    }

    List<Descriptor> entries() throws IOException {
        return read().manifests();
    }

    /**
     * Does what {@link #entries} does, but takes a missing file for damage: whoever deletes what is
     * not listed must not believe an empty list that nobody wrote.
     */
    List<Descriptor> entriesThatExist() throws IOException {
        if (!Files.exists(path)) {
            throw new StoreException(
                    "reading "
                            + path
                            + ": the list of images is missing, so nothing is deleted; restore that"
                            + " file, or tag an image to start a new list");
        }
        return entries();
    }

    private ImageIndex read() throws IOException {
        byte[] content;
        try {
            content = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            return ImageIndex.of(List.of());
        }
        try {
            return ImageIndex.parse(content);
        } catch (SyntaxException e) {
            throw new StoreException(
                    "reading "
                            + path
                            + ": the list of images is damaged ("
                            + e.getMessage()
                            + "); restore that file, or move it away to start with an empty list"
                            + " (until then nothing is deleted)",
                    e);
        }
    }

    void update(UnaryOperator<List<Descriptor>> change) throws IOException {
        Lease held;
        try {
            held = lock.exclusive();
        } catch (IOException e) {
            throw Disk.explain("changing " + path, e);
        }
        try (held) {
            ImageIndex before = read();
            ImageIndex after = before.withManifests(change.apply(before.manifests()));
            if (!after.equals(before) || !Files.exists(path)) {
                Disk.replace(path, temporary.resolve(Disk.freshName("index-")), after.toJson());
            }
        }
    }
}
