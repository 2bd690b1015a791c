package dev.cooper.registry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Takes away blobs that no manifest refers to and whose lease is over. It may run beside a server
 * that is pushed to, in the same process or another: every decision is made in the transaction that
 * carries it out, whoever is told that a blob exists has renewed its lease before, and the key of a
 * deleted object is never used again.
 */
public final class RegistryGarbage {
    private static final int BATCH = 500;

    /** Objects without a row are younger than this when a transaction may still name them. */
    private static final Duration UNNAMED = Duration.ofDays(1);

    /**
     * What was taken away, or would be.
     *
     * @param links blobs of repositories, counted once in each
     * @param blobs blobs that no repository has any more
     * @param bytes how many bytes these have
     */
    public record Collected(long links, long blobs, long bytes) {}

    private record Link(long repository, long blob) {}

    private record Blob(long id, long size, @Nullable String key) {}

    private final Database database;
    private final Objects objects;
    private final boolean dryRun;
    private long links;
    private long blobs;
    private long bytes;

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
            return collect(storage.database(), storage.objects(), dryRun);
        }
    }

    static Collected collect(Database database, Objects objects, boolean dryRun)
            throws IOException {
        RegistryGarbage garbage = new RegistryGarbage(database, objects, dryRun);
        garbage.run();
        return new Collected(garbage.links, garbage.blobs, garbage.bytes);
    }

    private void run() throws IOException {
        Link last = new Link(-1, -1);
        for (List<Link> batch = unlink(last); !batch.isEmpty(); batch = unlink(last)) {
            last = batch.getLast();
            links += batch.size();
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
        if (!dryRun) {
            sweep();
        }
    }

    /** Takes blobs from repositories in which no manifest refers to them. */
    private List<Link> unlink(Link after) throws IOException {
        Database.Work<List<Link>> work =
                sql -> {
                    List<Link> dead = deadLinks(sql, after);
                    for (Link link : dryRun ? List.<Link>of() : dead) {
                        sql.update(
                                "DELETE FROM repository_blob WHERE repository_id = ? AND blob_id ="
                                        + " ?",
                                link.repository,
                                link.blob);
                    }
                    return dead;
                };
        return dryRun ? database.read(work) : database.write(work);
    }

    private static List<Link> deadLinks(Sql sql, Link after) throws SQLException {
        return sql.list(
                row -> new Link(row.getLong(1), row.getLong(2)),
                "SELECT l.repository_id, l.blob_id FROM repository_blob l"
                        + " JOIN blob b ON b.id = l.blob_id"
                        + " WHERE (l.repository_id > ? OR (l.repository_id = ? AND l.blob_id > ?))"
                        + " AND l.lease_until < ? AND NOT EXISTS (SELECT 1 FROM edge e WHERE"
                        + " e.repository_id = l.repository_id AND e.digest = b.digest"
                        + " AND e.kind = 0) ORDER BY l.repository_id, l.blob_id LIMIT ?",
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
                    for (Blob blob : dryRun ? List.<Blob>of() : dead) {
                        sql.update("DELETE FROM blob WHERE id = ?", blob.id);
                    }
                    return dead;
                };
        return dryRun ? database.read(work) : database.write(work);
    }

    private static List<Blob> unlinked(Sql sql, long after) throws SQLException {
        return sql.list(
                RegistryGarbage::blob,
                "SELECT b.id, b.size, b.storage_key FROM blob b WHERE b.id > ? AND NOT EXISTS"
                        + " (SELECT 1 FROM repository_blob l WHERE l.blob_id = b.id)"
                        + " ORDER BY b.id LIMIT ?",
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
        objects.list(
                Instant.now().minus(UNNAMED),
                key -> {
                    if (!isNamed(key)) {
                        objects.delete(key);
                    }
                });
    }

    private boolean isNamed(String key) throws IOException {
        return database.read(sql -> sql.exists("SELECT 1 FROM blob WHERE storage_key = ?", key));
    }
}
