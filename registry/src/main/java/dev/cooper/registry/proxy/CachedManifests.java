package dev.cooper.registry.proxy;

import dev.cooper.oci.Digest;
import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.ManifestDocument;
import dev.cooper.registry.storage.Manifests;
import dev.cooper.registry.storage.Notice;
import dev.cooper.registry.storage.Sql;
import dev.cooper.registry.storage.StoredManifest;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Manifests that are copies of another registry's, and when each was last asked for. That is noted
 * in memory and written now and then, so that a pull writes nothing.
 */
final class CachedManifests {
    private static final int BATCH = 500;

    private record Use(String repository, String digest) {}

    private record Share(long usedAt, long size) {}

    private final Database database;
    private final Manifests manifests;
    private final Map<Use, Long> uses = new ConcurrentHashMap<>();

    CachedManifests(Database database) {
        this.database = database;
        this.manifests = new Manifests(database, true);
    }

    Optional<StoredManifest> byDigest(Mirrored target, Digest digest) throws IOException {
        return manifests.byDigest(target.local(), digest);
    }

    Optional<StoredManifest> byTag(Mirrored target, String tag) throws IOException {
        return manifests.byTag(target.local(), tag);
    }

    void untag(Mirrored target, String tag) throws IOException {
        manifests.untag(target.local(), tag, "", Notice.NONE);
    }

    /** Keeps a manifest whose digest has been verified, and puts tags on it. */
    void keep(
            Mirrored target,
            Digest digest,
            ManifestDocument document,
            byte[] content,
            List<String> tags)
            throws IOException {
        database.write(sql -> {
            long id = manifests.put(sql, target.local(), digest, document, content, tags, "");
            return sql.update(
                    "INSERT INTO cached_manifest (manifest_id, upstream, used_at) VALUES"
                            + " (?, ?, ?) ON CONFLICT (manifest_id) DO UPDATE SET"
                            + " used_at = excluded.used_at",
                    id,
                    target.mirror().name(),
                    System.currentTimeMillis());
        });
    }

    /** Notes that a manifest was asked for. */
    void used(Mirrored target, String digest) {
        uses.put(new Use(target.local(), digest), System.currentTimeMillis());
    }

    /** Writes down what was asked for since this was last done. */
    void flush() throws IOException {
        Map<Use, Long> batch = new HashMap<>(uses);
        if (batch.isEmpty()) {
            return;
        }
        database.write(sql -> {
            for (Map.Entry<Use, Long> each : batch.entrySet()) {
                sql.update(
                        "UPDATE cached_manifest SET used_at = ? WHERE manifest_id = (SELECT m.id"
                                + " FROM manifest m JOIN repository r ON r.id = m.repository_id"
                                + " WHERE r.name = ? AND m.digest = ?) AND used_at < ?",
                        each.getValue(),
                        each.getKey().repository,
                        each.getKey().digest,
                        each.getValue());
            }
            return batch.size();
        });
        batch.forEach(uses::remove);
    }

    /**
     * A repository from which a blob can be had without asking anyone: of the same registry, while
     * a manifest of the wanted repository, which that registry gave, refers to it.
     */
    Optional<String> holder(Mirrored target, Digest digest) throws IOException {
        return database.read(sql ->
                refersTo(sql, target, digest)
                        ? sql.first(
                                row -> row.getString(1),
                                "SELECT o.name FROM blob b JOIN repository_blob l ON l.blob_id ="
                                        + " b.id JOIN repository o ON o.id = l.repository_id WHERE"
                                        + " b.digest = ? AND EXISTS (SELECT 1 FROM manifest m JOIN"
                                        + " cached_manifest c ON c.manifest_id = m.id WHERE"
                                        + " m.repository_id = o.id AND c.upstream = ?) LIMIT 1",
                                digest.toString(),
                                target.mirror().name())
                        : Optional.empty());
    }

    /** Whether a manifest of the repository that is here refers to a blob. */
    boolean refersTo(Mirrored target, Digest digest) throws IOException {
        return database.read(sql -> refersTo(sql, target, digest));
    }

    private static boolean refersTo(Sql sql, Mirrored target, Digest digest) throws SQLException {
        return sql.exists(
                "SELECT 1 FROM edge e JOIN repository r ON r.id = e.repository_id"
                        + " WHERE r.name = ? AND e.digest = ? AND e.kind = 0",
                target.local(),
                digest.toString());
    }

    /** The registries of which something is here. */
    List<String> upstreams() throws IOException {
        return database.read(sql ->
                sql.list(row -> row.getString(1), "SELECT DISTINCT upstream FROM cached_manifest"));
    }

    /** Forgets the manifests of a registry that nobody has asked for since a time. */
    long forget(String upstream, long before) throws IOException {
        return forgetWhere("upstream = ? AND used_at < ?", upstream, before);
    }

    /**
     * Forgets the manifests that were not asked for longest, so that the blobs of the others have
     * no more bytes than there is room for.
     *
     * @param protectedSince what was asked for since then stays
     */
    long shrink(long maxBytes, long protectedSince) throws IOException {
        List<Share> shares =
                database.read(sql ->
                        sql.list(
                                row -> new Share(row.getLong(1), row.getLong(2)),
                                "SELECT MAX(c.used_at) AS used, b.size FROM cached_manifest c"
                                        + " JOIN edge e ON e.manifest_id = c.manifest_id AND e.kind"
                                        + " = 0 JOIN blob b ON b.digest = e.digest JOIN"
                                        + " repository_blob l ON l.blob_id = b.id AND"
                                        + " l.repository_id = e.repository_id GROUP BY b.id, b.size"
                                        + " ORDER BY used DESC"));
        long room = maxBytes;
        for (Share share : shares) {
            room -= share.size;
            if (room < 0) {
                long last = Math.min(share.usedAt, protectedSince - 1);
                return forgetWhere("used_at <= ?", last);
            }
        }
        return 0;
    }

    private long forgetWhere(String condition, Object... arguments) throws IOException {
        long forgotten = 0;
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.add(BATCH);
        while (true) {
            int done =
                    database.write(sql -> {
                        List<Long> ids =
                                sql.list(
                                        row -> row.getLong(1),
                                        "SELECT manifest_id FROM cached_manifest WHERE "
                                                + condition
                                                + " LIMIT ?",
                                        all.toArray());
                        for (long id : ids) {
                            sql.update("DELETE FROM cached_manifest WHERE manifest_id = ?", id);
                            sql.update("DELETE FROM tag WHERE manifest_id = ?", id);
                            sql.update("DELETE FROM edge WHERE manifest_id = ?", id);
                            sql.update("DELETE FROM manifest WHERE id = ?", id);
                        }
                        return ids.size();
                    });
            forgotten += done;
            if (done < BATCH) {
                return forgotten;
            }
        }
    }

    /** The time that was so long ago, in milliseconds since 1970. */
    static long before(Duration age) {
        return System.currentTimeMillis() - age.toMillis();
    }
}
