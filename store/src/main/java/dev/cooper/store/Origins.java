package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which repositories of registries are known to hold a blob: a small file for each blob with a name
 * on each line, the last one seen first. So a push can have it mounted, and a blob that was never
 * downloaded can be.
 */
final class Origins {
    private static final int MOST = 8;

    private final Path directory;
    private final Path temporary;

    Origins(Path directory, Path temporary) {
        this.directory = directory;
        this.temporary = temporary;
    }

    private Path path(Digest blob) {
        return directory.resolve(blob.algorithm().id() + "-" + blob.hex());
    }

    List<Reference> of(Digest blob) throws IOException {
        List<Reference> names = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(path(blob), StandardCharsets.UTF_8)) {
                names.add(Reference.parse(line));
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (SyntaxException e) {
            return names; // a damaged hint is none
        }
        return names;
    }

    /** Puts a repository before those known so far. It is on the disk when this returns. */
    void add(Digest blob, Reference repository) throws IOException {
        Reference name = repository.withoutTagAndDigest();
        List<Reference> known = of(blob);
        if (!known.isEmpty() && known.getFirst().equals(name)) {
            return;
        }
        StringBuilder text = new StringBuilder(name + "\n");
        int count = 1;
        for (Reference other : known) {
            if (!other.equals(name) && count++ < MOST) {
                text.append(other).append('\n');
            }
        }
        Files.createDirectories(directory);
        Disk.replace(
                path(blob),
                temporary.resolve(Disk.freshName(FileBlobWriter.PREFIX)),
                text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Forgets all other blobs. */
    void keepOnly(Set<Digest> live) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Set<Path> kept = new HashSet<>();
        live.forEach(blob -> kept.add(path(blob)));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (!kept.contains(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
