package dev.cooper.trust.notary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The files of one repository that were found to be right the last time. */
public final class MetadataCache {
    private final Path directory;

    MetadataCache(Path directory) {
        this.directory = directory;
    }

    /** The file of a role. */
    Path file(String role) {
        return directory.resolve(role + ".json");
    }

    /** The content of a role's file. */
    public Optional<byte[]> get(String role) throws IOException {
        Path file = file(role);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > SignedDocument.MOST_BYTES) {
            throw new IOException(file + " is too large; remove it");
        }
        return Optional.of(Files.readAllBytes(file));
    }

    /** Forgets roles below targets that are no more: others may come under their names. */
    void forgetBut(Set<String> roles) throws IOException {
        for (Path file : TrustDirectory.list(directory, ".json")) {
            String name = directory.relativize(file).toString();
            String role = name.substring(0, name.length() - ".json".length());
            if (Roles.isDelegation(role) && !roles.contains(role)) {
                Files.delete(file);
            }
        }
    }

    void put(String role, byte[] content) throws IOException {
        TrustDirectory.write(file(role), content);
    }
}
