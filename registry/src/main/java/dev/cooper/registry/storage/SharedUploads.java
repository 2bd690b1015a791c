package dev.cooper.registry.storage;

import dev.cooper.oci.Digest;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Uploads that any registry on the same database and bucket can go on with: what has been answered
 * is in the bucket and in a row. A request holds the row for some seconds and says again and again
 * that it still does; when its registry dies, the row is free soon after.
 */
final class SharedUploads implements Uploads {
    /** How long an upload stays held by a registry that is dead, in seconds. */
    static final int HELD_SECONDS = 10;

    private static final Duration BEAT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final int PAUSE_MILLIS = 200;
    private static final int MOST_HASHES = 10_000;
    private static final Duration HASH_KEPT = Duration.ofHours(1);
    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");

    /** The hash of what is safe of an upload, so that it need not be read again. */
    private record Kept(
            MessageDigest hash, Digest.Algorithm algorithm, String stamp, Instant since) {}

    private final Database database;
    private final S3Objects objects;
    private final Path directory;
    private final PartSizes sizes;
    private final Duration expiry;
    private final Map<String, String> held = new ConcurrentHashMap<>();
    private final Map<String, Kept> hashes = new ConcurrentHashMap<>();
    private final Thread beat;

    /**
     * Opens them.
     *
     * @param directory where parts may wait until they are sent
     */
    SharedUploads(
            Database database,
            S3Objects objects,
            Path directory,
            PartSizes sizes,
            Duration expiry) {
        this.database = database;
        this.objects = objects;
        this.directory = directory;
        this.sizes = sizes;
        this.expiry = expiry;
        this.beat = Thread.ofVirtual().name("registry-uploads").start(this::beat);
    }

    Database database() {
        return database;
    }

    S3Objects objects() {
        return objects;
    }

    Path directory() {
        return directory;
    }

    PartSizes sizes() {
        return sizes;
    }

    @Override
    public UploadSession start(String repository, Digest.Algorithm algorithm) {
        String id = UploadId.make(repository);
        return new SharedUpload(this, id, holder(), sizes, algorithm);
    }

    private static String holder() {
        return UUID.randomUUID().toString();
    }

    @Override
    public UploadSession take(String repository, String id) throws IOException {
        UploadId.check(id, repository);
        String holder = holder();
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            Optional<UploadRow> row =
                    database.write(sql -> UploadRow.take(sql, id, holder, HELD_SECONDS));
            if (row.isPresent()) {
                List<String> marks = database.read(sql -> UploadRow.marks(sql, id));
                hold(id, holder);
                return new SharedUpload(this, id, holder, row.get(), marks);
            }
            if (!database.read(sql -> UploadRow.exists(sql, id))) {
                throw UploadId.unknown(id);
            }
            if (Instant.now().isAfter(end)) {
                throw new ApiException(
                                ErrorCode.UNAVAILABLE,
                                "another request is still sending to this upload")
                        .header("Retry-After", "5");
            }
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for an upload", e);
        }
    }

    /** Says from now on that this upload is held. */
    void hold(String id, String holder) {
        held.put(id, holder);
    }

    void letGo(String id, String holder) {
        held.remove(id, holder);
    }

    /** Remembers a hash, if there is room. */
    void keep(String id, MessageDigest hash, Digest.Algorithm algorithm, String stamp) {
        if (hashes.size() < MOST_HASHES) {
            hashes.put(id, new Kept(hash, algorithm, stamp, Instant.now()));
        }
    }

    /** The hash of an upload, if it was here that its last bytes came. */
    @Nullable MessageDigest kept(String id, Digest.Algorithm algorithm, String stamp) {
        Kept kept = hashes.remove(id);
        return kept != null && kept.stamp.equals(stamp) && kept.algorithm == algorithm
                ? kept.hash
                : null;
    }

    private void beat() {
        while (true) {
            try {
                Thread.sleep(BEAT);
                Instant oldest = Instant.now().minus(HASH_KEPT);
                hashes.values().removeIf(kept -> kept.since.isBefore(oldest));
                Map<String, String> now = Map.copyOf(held);
                if (!now.isEmpty()) {
                    database.write(sql -> {
                        for (Map.Entry<String, String> each : now.entrySet()) {
                            UploadRow.hold(sql, each.getKey(), each.getValue(), HELD_SECONDS);
                        }
                        return now;
                    });
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "holding uploads: " + e.getMessage());
            }
        }
    }

    @Override
    public long count() throws IOException {
        return database.read(sql -> sql.number("SELECT COUNT(*) FROM upload"));
    }

    @Override
    public void expire() throws IOException {
        while (true) {
            Optional<UploadRow> old =
                    database.write(sql -> UploadRow.removeOld(sql, expiry.toSeconds()));
            if (old.isEmpty()) {
                break;
            }
            if (old.get().multipart() != null) {
                objects.abort(old.get().multipart());
            }
            objects.delete(old.get().tailKey());
        }
        objects.begunBefore(
                Instant.now().minus(ABANDONED),
                begun -> {
                    if (!database.read(sql -> UploadRow.isTarget(sql, begun.key()))) {
                        objects.abort(begun);
                    }
                });
    }

    @Override
    public void close() {
        beat.interrupt();
    }
}
