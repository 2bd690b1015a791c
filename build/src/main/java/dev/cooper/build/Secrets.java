package dev.cooper.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads the values of secrets when a step needs them. Values are never kept, keyed or shown. */
final class Secrets {
    /** BuildKit's bound. */
    private static final int MAX_BYTES = 500 * 1024;

    private final Map<String, BuildRequest.Secret> sources;

    Secrets(Map<String, BuildRequest.Secret> sources) {
        this.sources = sources;
    }

    /** The value; empty when no such secret was given. */
    Optional<byte[]> value(String id) throws IOException {
        BuildRequest.Secret source = sources.get(id);
        if (source == null) {
            return Optional.empty();
        }
        return switch (source) {
            case BuildRequest.Secret.File file -> Optional.of(read(id, file.path()));
            case BuildRequest.Secret.Variable variable ->
                    Optional.ofNullable(System.getenv(variable.name()))
                            .map(value -> value.getBytes(StandardCharsets.UTF_8));
        };
    }

    private static byte[] read(String id, Path path) throws IOException {
        long size;
        try {
            size = Files.size(path);
            if (size <= MAX_BYTES) {
                return Files.readAllBytes(path);
            }
        } catch (IOException e) {
            throw new IOException("secret " + id + ": cannot read " + path, e);
        }
        throw new IOException(
                "secret " + id + ": " + path + " has " + size + " bytes, at most " + MAX_BYTES);
    }
}
