package dev.cooper.build.copy;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is kept of one URL: a file named by its digest, and what the server said of it. */
final class CachedDownload {
    private static final Digest NOTHING = Digest.sha256(new byte[0]);

    private final Path directory;
    private Digest digest = NOTHING;
    private @Nullable String etag;
    private @Nullable String modified;
    private long lastModified;
    private boolean there;

    private CachedDownload(Path directory) {
        this.directory = directory;
    }

    /** What the cache has; a damaged record or file counts as nothing. */
    static CachedDownload of(Path cache, String url) throws IOException {
        byte[] key = url.getBytes(StandardCharsets.UTF_8);
        CachedDownload cached = new CachedDownload(cache.resolve(Digest.sha256(key).hex()));
        try {
            cached.load();
        } catch (NoSuchFileException | SyntaxException e) {
            cached.there = false;
        }
        return cached;
    }

    private void load() throws IOException {
        Object record = Json.parse(Files.readAllBytes(directory.resolve("record.json")));
        if (record instanceof Map<?, ?> map && map.get("digest") instanceof String text) {
            digest = Digest.parse(text);
            etag = map.get("etag") instanceof String s ? s : null;
            modified = map.get("modified") instanceof String s ? s : null;
            lastModified = map.get("lastModified") instanceof Long n ? n : 0;
            there = digest(digest.algorithm()).equals(digest);
        }
    }

    boolean isThere() {
        return there;
    }

    boolean has(Digest wanted) throws IOException {
        return there && digest(wanted.algorithm()).equals(wanted);
    }

    /** The digest of the file by an algorithm; reads it. */
    Digest digest(Digest.Algorithm algorithm) throws IOException {
        MessageDigest sum = algorithm.newMessageDigest();
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(directory.resolve(fileName()))) {
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                sum.update(buffer, 0, n);
            }
        }
        return Digest.of(algorithm, sum.digest());
    }

    Digest digest() {
        return digest;
    }

    Path directory() {
        return directory;
    }

    String fileName() {
        return digest.hex();
    }

    Optional<String> etag() {
        return Optional.ofNullable(etag);
    }

    Optional<String> lastModifiedText() {
        return Optional.ofNullable(modified);
    }

    long lastModified() {
        return lastModified;
    }

    /** Takes a new file; what another build reads now stays until nobody names it. */
    void replace(
            Path file,
            Digest newDigest,
            @Nullable String newEtag,
            @Nullable String newModified,
            long newLastModified)
            throws IOException {
        digest = newDigest;
        etag = newEtag;
        modified = newModified;
        lastModified = newLastModified;
        there = true;
        HttpSource.move(file, directory.resolve(fileName()));
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("digest", digest.toString());
        if (etag != null) {
            record.put("etag", etag);
        }
        if (modified != null) {
            record.put("modified", modified);
        }
        record.put("lastModified", lastModified);
        Path temporary = Files.createTempFile(directory, ".new", "");
        try {
            Files.write(temporary, Json.write(record));
            HttpSource.move(temporary, directory.resolve("record.json"));
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
