package dev.cooper.trust.attachment;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The manifests among the blobs of a layout that no index lists: {@code cosign save} of version 3
 * writes bundles so.
 *
 * @param directory the layout
 */
record UnlistedManifests(Path directory) {
    private static final int MOST_FILES = 10_000;
    private static final int MOST_BYTES = 64 << 10;

    /** Finds them by their content, whose digest is not verified here. */
    List<Descriptor> all() throws IOException {
        List<Descriptor> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory.resolve("blobs").resolve("sha256"))) {
            int seen = 0;
            for (Iterator<Path> each = files.sorted().iterator(); each.hasNext(); ) {
                Path file = each.next();
                if (++seen > MOST_FILES) {
                    throw new IOException(
                            directory
                                    + " has more than "
                                    + MOST_FILES
                                    + " blobs, too many to look for signatures that are not"
                                    + " listed");
                }
                if (Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES) {
                    add(file, found);
                }
            }
        }
        return found;
    }

    private static void add(Path file, List<Descriptor> found) throws IOException {
        byte[] content = Files.readAllBytes(file);
        if (content.length == 0 || content[0] != '{') {
            return;
        }
        try {
            String type = ImageManifest.parse(content).mediaType();
            Digest digest = Digest.parse("sha256:" + file.getFileName());
            found.add(Descriptor.of(type, digest, content.length));
        } catch (SyntaxException _) {
            return; // another document
        }
    }

    /** Deletes one that no index lists; one that is listed is left to whoever collects garbage. */
    void delete(Descriptor manifest) throws IOException {
        if (MediaTypes.isManifest(manifest.mediaType())) {
            Files.deleteIfExists(
                    directory
                            .resolve("blobs")
                            .resolve(manifest.digest().algorithm().id())
                            .resolve(manifest.digest().hex()));
        }
    }
}
