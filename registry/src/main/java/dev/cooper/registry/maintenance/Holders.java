package dev.cooper.registry.maintenance;

import dev.cooper.oci.Digest;
import dev.cooper.registry.storage.Sql;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks up what holds one blob or manifest. */
final class Holders {
    private static final int BLOB = 0;
    private static final int MANIFEST = 1;

    private record Place(long id, String name) {}

    private record Row(long id, String digest, String mediaType) {}

    private record Blob(long id, long size) {}

    private final Sql sql;
    private final Digest digest;
    private final long now = Instant.now().getEpochSecond();

    Holders(Sql sql, Digest digest) {
        this.sql = sql;
        this.digest = digest;
    }

    Explanation explain() throws SQLException {
        Optional<Blob> blob =
                sql.first(
                        row -> new Blob(row.getLong(1), row.getLong(2)),
                        "SELECT id, size FROM blob WHERE digest = ?",
                        digest.toString());
        Map<String, Explanation.Keeper> keepers = new LinkedHashMap<>();
        boolean held = false;
        if (blob.isPresent()) {
            for (Explanation.Keeper keeper : ofBlob(blob.get())) {
                keepers.put(keeper.repository(), keeper);
                held |= keeper.leasedUntil().isPresent() || !keeper.holders().isEmpty();
            }
        }
        Optional<Long> size = blob.map(Blob::size);
        long frees = blob.map(Blob::size).orElse(0L);
        for (Place place : manifests()) {
            held = true;
            keepers.put(place.name, ofManifest(place));
            size = Optional.of(manifestSize(place));
            frees += size.get();
        }
        return new Explanation(
                digest,
                size,
                List.copyOf(keepers.values()),
                size.isPresent() && !held,
                frees + blobsOnlyHere());
    }

    private List<Explanation.Keeper> ofBlob(Blob blob) throws SQLException {
        record Link(Place place, long leaseUntil) {}
        List<Link> links =
                sql.list(
                        row ->
                                new Link(
                                        new Place(row.getLong(1), row.getString(2)),
                                        row.getLong(3)),
                        "SELECT r.id, r.name, l.lease_until FROM repository_blob l JOIN"
                                + " repository r ON r.id = l.repository_id WHERE l.blob_id = ?"
                                + " ORDER BY r.name",
                        blob.id);
        List<Explanation.Keeper> keepers = new ArrayList<>();
        for (Link link : links) {
            keepers.add(
                    new Explanation.Keeper(
                            link.place.name,
                            false,
                            link.leaseUntil >= now
                                    ? Optional.of(Instant.ofEpochSecond(link.leaseUntil))
                                    : Optional.empty(),
                            List.of(),
                            holders(link.place, digest.toString(), BLOB, new HashSet<>()),
                            Optional.empty(),
                            0));
        }
        return keepers;
    }

    private List<Place> manifests() throws SQLException {
        return sql.list(
                row -> new Place(row.getLong(1), row.getString(2)),
                "SELECT r.id, r.name FROM manifest m JOIN repository r ON r.id = m.repository_id"
                        + " WHERE m.digest = ? ORDER BY r.name",
                digest.toString());
    }

    private long manifestSize(Place place) throws SQLException {
        return sql.number(
                "SELECT size FROM manifest WHERE repository_id = ? AND digest = ?",
                place.id,
                digest.toString());
    }

    private Explanation.Keeper ofManifest(Place place) throws SQLException {
        record Found(long id, Optional<String> subject) {}
        Found found =
                sql.first(
                                row ->
                                        new Found(
                                                row.getLong(1),
                                                Optional.ofNullable(row.getString(2))),
                                "SELECT id, subject FROM manifest WHERE repository_id = ?"
                                        + " AND digest = ?",
                                place.id,
                                digest.toString())
                        .orElseThrow(() -> new SQLException("the manifest was just deleted"));
        return new Explanation.Keeper(
                place.name,
                true,
                Optional.empty(),
                tags(found.id),
                holders(place, digest.toString(), MANIFEST, new HashSet<>()),
                found.subject,
                sql.number(
                        "SELECT COUNT(*) FROM manifest WHERE repository_id = ? AND subject = ?",
                        place.id,
                        digest.toString()));
    }

    /** What refers to a digest, with what refers to that; the same is told in full once. */
    private List<Explanation.Holder> holders(Place place, String target, int kind, Set<String> told)
            throws SQLException {
        List<Row> rows =
                sql.list(
                        row -> new Row(row.getLong(1), row.getString(2), row.getString(3)),
                        "SELECT m.id, m.digest, m.media_type FROM edge e JOIN manifest m ON m.id ="
                                + " e.manifest_id WHERE e.repository_id = ? AND e.digest = ? AND"
                                + " e.kind = ? ORDER BY m.digest",
                        place.id,
                        target,
                        kind);
        List<Explanation.Holder> holders = new ArrayList<>();
        for (Row row : rows) {
            boolean first = told.add(row.digest);
            holders.add(
                    new Explanation.Holder(
                            row.digest,
                            row.mediaType,
                            tags(row.id),
                            first ? holders(place, row.digest, MANIFEST, told) : List.of(),
                            !first));
        }
        return holders;
    }

    private List<String> tags(long manifest) throws SQLException {
        return sql.list(
                row -> row.getString(1),
                "SELECT name FROM tag WHERE manifest_id = ? ORDER BY name",
                manifest);
    }

    /** The bytes of blobs that no other manifest refers to, in any repository. */
    private long blobsOnlyHere() throws SQLException {
        return sql.number(
                "SELECT COALESCE(SUM(b.size), 0) FROM blob b WHERE b.digest IN (SELECT e.digest"
                        + " FROM edge e JOIN manifest m ON m.id = e.manifest_id WHERE m.digest = ?"
                        + " AND e.kind = 0) AND NOT EXISTS (SELECT 1 FROM repository_blob l JOIN"
                        + " edge o ON o.repository_id = l.repository_id AND o.digest = b.digest AND"
                        + " o.kind = 0 JOIN manifest n ON n.id = o.manifest_id WHERE l.blob_id ="
                        + " b.id AND n.digest <> ?)",
                digest.toString(),
                digest.toString());
    }
}
