package dev.cooper.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writers share a lock, the garbage collector takes it alone. Who is alone knows that temporary
 * files belong to killed processes, and deletes them.
 */
final class Leases {
    private static final List<String> PREFIXES = List.of(FileBlobWriter.PREFIX, "index-");

    private final LockFile lock;
    private final Path temporary;

    Leases(LockFile lock, Path temporary) {
        this.lock = lock;
        this.temporary = temporary;
    }

    Lease lease() throws IOException {
        if (!leftovers().isEmpty()) {
            alone().ifPresent(Lease::close);
        }
        return lock.shared();
    }

    Optional<Lease> alone() throws IOException {
        Optional<Lease> alone = lock.tryExclusive();
        if (alone.isPresent()) {
            for (Path leftover : leftovers()) {
                Files.deleteIfExists(leftover);
            }
        }
        return alone;
    }

    private List<Path> leftovers() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (PREFIXES.stream().anyMatch(name::startsWith)) {
                    found.add(file);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return found;
    }
}
