package dev.cooper.registry.maintenance;

import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.Objects;
import dev.cooper.registry.storage.Sql;
import dev.cooper.registry.storage.Storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes away blobs that no manifest refers to and whose lease is over. It may run beside a server
 * that is pushed to, in the same process or another: every decision is made in the transaction that
 * carries it out, whoever is told that a blob exists has renewed its lease before, and the key of a
 * deleted object is never used again.
 */
public final class RegistryGarbage {
    private static final int BATCH = 500;

    /** Objects without a row are younger than this when a transaction may still name them. */
    static final Duration UNNAMED = Duration.ofDays(1);

    /**
     * What was taken away, or would be.
     *
     * @param repositories what that is in each repository, by name
     * @param blobs blobs that no repository has any more
     * @param bytes how many bytes these have
     * @param unnamed objects that an interrupted push has left, a day ago or more
     */
    public record Collected(Map<String, Taken> repositories, long blobs, long bytes, long unnamed) {
        /** Copies the map. */
        public Collected {
            repositories = Collections.unmodifiableMap(new TreeMap<>(repositories));
        }

        /** How many blobs are taken from repositories, counted once in each. */
        public long links() {
            return repositories.values().stream().mapToLong(Taken::blobs).sum();
        }
    }

    /**
     * What a repository gives up; another one may still have the same blob.
     *
     * @param blobs how many blobs
     * @param bytes how many bytes these have
     */
    public record Taken(long blobs, long bytes) {
        private Taken and(long size) {
            return new Taken(blobs + 1, bytes + size);
        }
    }

    private record Link(long repository, long blob, String name, long size) {}

    private record Blob(long id, long size, @Nullable String key) {}

    private final Database database;
    private final Objects objects;
    private final boolean dryRun;
    private final Map<String, Taken> repositories = new HashMap<>();
    private long blobs;
    private long bytes;
    private long unnamed;

    private RegistryGarbage(Database database, Objects objects, boolean dryRun) {
        this.database = database;
        this.objects = objects;
        this.dryRun = dryRun;
    }

    /**
     * Collects the garbage of a registry, which may be running.
     *
     * @param config how the registry is set up
     * @param dryRun only count
     * @throws IOException when its directory cannot be read or written
     */
    public static Collected collect(RegistryConfig config, boolean dryRun) throws IOException {
        try (Storage storage = Storage.openExisting(config)) {
            return collect(storage, dryRun, true);
        }
    }

    /**
     * Collects the garbage of a registry.
     *
     * @param dryRun only count
     * @param sweep look at all objects, too, for those that nothing names; in a bucket this costs
     */
    public static Collected collect(Storage storage, boolean dryRun, boolean sweep)
            throws IOException {
        RegistryGarbage garbage =
                new RegistryGarbage(storage.database(), storage.objects(), dryRun);
        garbage.run();
        if (sweep) {
            garbage.sweep();
        }
        return new Collected(garbage.repositories, garbage.blobs, garbage.bytes, garbage.unnamed);
    }

    private void run() throws IOException {
        Link last = new Link(-1, -1, "", 0);
        for (List<Link> batch = unlink(last); !batch.isEmpty(); batch = unlink(last)) {
            last = batch.getLast();
            for (Link link : batch) {
                Taken taken = repositories.getOrDefault(link.name, new Taken(0, 0));
                repositories.put(link.name, taken.and(link.size));
            }
        }
        long after = -1;
        for (List<Blob> batch = drop(after); !batch.isEmpty(); batch = drop(after)) {
            after = batch.getLast().id;
            for (Blob blob : batch) {
                blobs++;
                bytes += blob.size;
                if (!dryRun) {
                    objects.delete(blob.key);
                }
            }
        }
    }

    /** Takes blobs from repositories in which no manifest refers to them. */
    private List<Link> unlink(Link after) throws IOException {
        Database.Work<List<Link>> work =
                sql -> {
                    List<Link> dead = deadLinks(sql, after, !dryRun);
                    return dryRun ? dead : removed(dead, link -> delete(sql, link));
                };
        return dryRun ? database.read(work) : database.write(work);
    }

    private interface Removal<T> {
        boolean remove(T row) throws SQLException;
    }

    private static <T> List<T> removed(List<T> rows, Removal<T> removal) throws SQLException {
        List<T> removed = new ArrayList<>();
        for (T row : rows) {
            if (removal.remove(row)) {
                removed.add(row);
            }
        }
        return removed;
    }

    /** Looks again, now that the row is locked: who wanted to use it has done so or must wait. */
    private static boolean delete(Sql sql, Link link) throws SQLException {
        return sql.update(
                        "DELETE FROM repository_blob WHERE repository_id = ? AND blob_id = ? AND"
                            + " lease_until < ? AND NOT EXISTS (SELECT 1 FROM edge e JOIN blob b ON"
                            + " b.digest = e.digest WHERE b.id = repository_blob.blob_id AND"
                            + " e.repository_id = repository_blob.repository_id AND e.kind = 0)",
                        link.repository,
                        link.blob,
                        Instant.now().getEpochSecond())
                > 0;
    }

    private static boolean delete(Sql sql, Blob blob) throws SQLException {
        return sql.update(
                        "DELETE FROM blob WHERE id = ? AND NOT EXISTS (SELECT 1 FROM"
                                + " repository_blob l WHERE l.blob_id = blob.id)",
                        blob.id)
                > 0;
    }

    private static List<Link> deadLinks(Sql sql, Link after, boolean lock) throws SQLException {
        return sql.list(
                row -> new Link(row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4)),
                "SELECT l.repository_id, l.blob_id, r.name, b.size FROM repository_blob l"
                        + " JOIN blob b ON b.id = l.blob_id"
                        + " JOIN repository r ON r.id = l.repository_id"
                        + " WHERE (l.repository_id > ? OR (l.repository_id = ? AND l.blob_id > ?))"
                        + " AND l.lease_until < ? AND NOT EXISTS (SELECT 1 FROM edge e WHERE"
                        + " e.repository_id = l.repository_id AND e.digest = b.digest"
                        + " AND e.kind = 0) ORDER BY l.repository_id, l.blob_id LIMIT ?"
                        + (lock ? sql.locking(" FOR UPDATE OF l SKIP LOCKED") : ""),
                after.repository,
                after.repository,
                after.blob,
                Instant.now().getEpochSecond(),
                BATCH);
    }

    /** Forgets blobs that no repository has; their objects can then be deleted at any time. */
    private List<Blob> drop(long after) throws IOException {
        Database.Work<List<Blob>> work =
                sql -> {
                    List<Blob> dead = dryRun ? unneeded(sql, after) : unlinked(sql, after);
                    return dryRun ? dead : removed(dead, blob -> delete(sql, blob));
                };
        return dryRun ? database.read(work) : database.write(work);
    }

    private static List<Blob> unlinked(Sql sql, long after) throws SQLException {
        return sql.list(
                RegistryGarbage::blob,
                "SELECT b.id, b.size, b.storage_key FROM blob b WHERE b.id > ? AND NOT EXISTS"
                        + " (SELECT 1 FROM repository_blob l WHERE l.blob_id = b.id)"
                        + " ORDER BY b.id LIMIT ?"
                        + sql.locking(" FOR UPDATE SKIP LOCKED"),
                after,
                BATCH);
    }

    /** What would have no link left after the first step. */
    private static List<Blob> unneeded(Sql sql, long after) throws SQLException {
        return sql.list(
                RegistryGarbage::blob,
                "SELECT b.id, b.size, b.storage_key FROM blob b WHERE b.id > ? AND NOT EXISTS"
                        + " (SELECT 1 FROM repository_blob l WHERE l.blob_id = b.id AND"
                        + " (l.lease_until >= ? OR EXISTS (SELECT 1 FROM edge e WHERE"
                        + " e.repository_id = l.repository_id AND e.digest = b.digest AND"
                        + " e.kind = 0))) ORDER BY b.id LIMIT ?",
                after,
                Instant.now().getEpochSecond(),
                BATCH);
    }

    private static Blob blob(ResultSet row) throws SQLException {
        return new Blob(row.getLong(1), row.getLong(2), row.getString(3));
    }

    /** Deletes objects that a crash has left without a name. */
    private void sweep() throws IOException {
        Leftovers.find(
                database,
                objects,
                Instant.now().minus(UNNAMED),
                key -> {
                    unnamed++;
                    if (!dryRun) {
                        objects.delete(key);
                    }
                });
    }
}
