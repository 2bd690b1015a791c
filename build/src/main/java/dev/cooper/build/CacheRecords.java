package dev.cooper.build;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.store.SnapshotId;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What earlier builds made: small files below {@code cooper/cache} of the store, one a cache key.
 *
 * <p>A record is written to a temporary file and renamed, so a reader sees a whole one or none. Two
 * builds that write the same key both leave a true record; the later one stands.
 */
final class CacheRecords {
    private final Path directory;

    CacheRecords(Path directory) {
        this.directory = directory;
    }

    /**
     * The result of a vertex.
     *
     * @param key the canonical key: what vertices on top of this one put into theirs
     * @param layer the snapshot it added to its root
     * @param created when it was made
     */
    record Entry(Digest key, SnapshotId layer, Instant created) {}

    /** Finds the record of a key; a damaged one counts as none. */
    Optional<Entry> find(Digest key) throws IOException {
        return read(file("records", key)).flatMap(CacheRecords::entry);
    }

    private static Optional<Entry> entry(JsonObject json) {
        try {
            return Optional.of(
                    new Entry(
                            Digest.parse(json.string("key")),
                            new SnapshotId(json.string("layer")),
                            Instant.parse(json.string("created"))));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Remembers a result under a key. */
    void put(Digest key, Entry entry) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("key", entry.key().toString());
        fields.put("layer", entry.layer().value());
        fields.put("created", entry.created().toString());
        write(file("records", key), fields);
    }

    /** Remembers what went into a key, for {@code --explain}. */
    void putInputs(Digest key, Map<String, String> inputs) throws IOException {
        write(file("inputs", key), inputs);
    }

    /** What went into a key. */
    Map<String, String> inputs(Digest key) throws IOException {
        Map<String, String> inputs = new LinkedHashMap<>();
        try {
            read(file("inputs", key))
                    .ifPresent(json ->
                            json.names().forEach(name -> inputs.put(name, json.string(name, ""))));
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
        return inputs;
    }

    /** Remembers the last key of a step, told by where it stands in which Dockerfile. */
    void putStep(Digest step, Digest key) throws IOException {
        write(file("steps", step), Map.of("key", key.toString()));
    }

    /** The last key of a step. */
    Optional<Digest> step(Digest step) throws IOException {
        return read(file("steps", step)).flatMap(CacheRecords::key);
    }

    private static Optional<Digest> key(JsonObject json) {
        try {
            return Optional.of(Digest.parse(json.string("key")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Path file(String kind, Digest key) {
        return directory.resolve(kind).resolve(key.hex().substring(0, 2)).resolve(key.hex());
    }

    private static Optional<JsonObject> read(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonObject.parse(bytes, file.toString()));
        } catch (IllegalArgumentException e) {
            // A torn record (power lost) is as good as none: the step runs again.
            return Optional.empty();
        }
    }

    private static void write(Path file, Map<String, ?> fields) throws IOException {
        makeDirectories(Objects.requireNonNull(file.getParent()));
        Path temporary =
                file.resolveSibling(
                        "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
        try {
            Files.write(temporary, Json.write(fields));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void makeDirectories(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(directory + " is in the way of the build cache; remove it", e);
        }
    }
}
