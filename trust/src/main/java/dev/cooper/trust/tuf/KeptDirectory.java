package dev.cooper.trust.tuf;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Keeps what is believed of a repository in a directory, laid out as cosign has it.
 *
 * @param path the directory, which need not be there
 */
public record KeptDirectory(Path path) implements Kept {
    private static final int MOST = 32 << 20;

    @Override
    public Optional<byte[]> metadata(String role) throws IOException {
        return read(metadataFile(role));
    }

    @Override
    public void keepMetadata(String role, byte[] content) throws IOException {
        write(metadataFile(role), content);
    }

    @Override
    public void forgetMetadata(String role) throws IOException {
        Files.deleteIfExists(metadataFile(role));
    }

    @Override
    public Optional<byte[]> target(String name) throws IOException {
        return read(targetFile(name));
    }

    @Override
    public void keepTarget(String name, byte[] content) throws IOException {
        write(targetFile(name), content);
    }

    private Path metadataFile(String role) {
        return path.resolve(encode(role) + ".json");
    }

    private Path targetFile(String name) {
        String encoded = encode(name);
        return path.resolve("targets").resolve(encoded.replace(".", "").isEmpty() ? "_" : encoded);
    }

    /** No name leaves the directory: slashes are written as %2F. */
    private static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    private static Optional<byte[]> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MOST + 1);
            if (content.length > MOST) {
                throw new IOException(file + ": longer than " + MOST + " bytes");
            }
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is in no directory");
        }
        Files.createDirectories(directory);
        Path fresh = Files.createTempFile(directory, ".new", "");
        try {
            Files.write(fresh, content);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
