package dev.cooper.registry.storage;

import dev.cooper.oci.Digest;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Manifests and the tags on them. */
public final class Manifests {
    private static final String COLUMNS = "SELECT m.digest, m.media_type, m.content";
    private static final Sql.Row<StoredManifest> MANIFEST =
            row -> new StoredManifest(row.getString(1), row.getString(2), row.getBytes(3));

    private final Database database;
    private final boolean sparse;

    /**
     * Works on a database.
     *
     * @param sparse whether manifests may refer to blobs that are not there
     */
    public Manifests(Database database, boolean sparse) {
        this.database = database;
        this.sparse = sparse;
    }

    /** A manifest of a repository. */
    public Optional<StoredManifest> byDigest(String repository, Digest digest) throws IOException {
        return database.read(sql ->
                sql.first(
                        MANIFEST,
                        COLUMNS
                                + " FROM repository r JOIN manifest m ON m.repository_id ="
                                + " r.id WHERE r.name = ? AND m.digest = ?",
                        repository,
                        digest.toString()));
    }

    /** The manifest that a tag names now. */
    public Optional<StoredManifest> byTag(String repository, String tag) throws IOException {
        return database.read(sql ->
                sql.first(
                        MANIFEST,
                        COLUMNS
                                + " FROM repository r JOIN tag t ON t.repository_id = r.id"
                                + " JOIN manifest m ON m.id = t.manifest_id"
                                + " WHERE r.name = ? AND t.name = ?",
                        repository,
                        tag));
    }

    /** The indexes of a repository that list a manifest, the newest first. */
    public List<StoredManifest> indexesOf(String repository, Digest digest, int most)
            throws IOException {
        return database.read(sql ->
                sql.list(
                        MANIFEST,
                        COLUMNS
                                + " FROM repository r JOIN edge e ON e.repository_id = r.id"
                                + " JOIN manifest m ON m.id = e.manifest_id"
                                + " WHERE r.name = ? AND e.digest = ? AND e.kind = 1"
                                + " ORDER BY m.id DESC LIMIT ?",
                        repository,
                        digest.toString(),
                        most));
    }

    /**
     * Stores a manifest and puts tags on it, all or nothing; durable on return.
     *
     * @throws ApiException when the repository lacks a blob it refers to
     */
    public void put(
            String repository,
            Digest digest,
            ManifestDocument document,
            byte[] content,
            List<String> tags,
            String by,
            Notice notice)
            throws IOException {
        database.write(sql -> {
            long id = put(sql, repository, digest, document, content, tags, by);
            notice.write(sql);
            return id;
        });
    }

    /** The same within a transaction, by the name of a user; returns the manifest's number. */
    public long put(
            Sql sql,
            String repository,
            Digest digest,
            ManifestDocument document,
            byte[] content,
            List<String> tags,
            String by)
            throws SQLException {
        long repositoryId = Repositories.make(sql, repository);
        if (!sparse) {
            checkBlobs(sql, repositoryId, document);
        }
        long id = store(sql, repositoryId, digest, document, content);
        for (String tag : tags) {
            tag(sql, repositoryId, tag, id, digest.toString(), by);
        }
        return id;
    }

    private static void checkBlobs(Sql sql, long repository, ManifestDocument document)
            throws SQLException {
        for (Digest blob : document.blobs()) {
            if (!sql.exists(
                    "SELECT 1 FROM blob b JOIN repository_blob l ON l.blob_id = b.id"
                            + " WHERE b.digest = ? AND l.repository_id = ? AND b.lost_at IS NULL"
                            + sql.locking(" FOR KEY SHARE OF l"),
                    blob.toString(),
                    repository)) {
                throw new ApiException(
                        ErrorCode.MANIFEST_BLOB_UNKNOWN,
                        "the manifest refers to blob "
                                + blob
                                + ", which this repository lacks; push it first");
            }
        }
    }

    private static long store(
            Sql sql, long repository, Digest digest, ManifestDocument document, byte[] content)
            throws SQLException {
        Optional<Long> old =
                sql.first(
                        row -> row.getLong(1),
                        "SELECT id FROM manifest WHERE repository_id = ? AND digest = ?",
                        repository,
                        digest.toString());
        if (old.isPresent()) {
            sql.update(
                    "UPDATE manifest SET media_type = ? WHERE id = ? AND media_type <> ?",
                    document.mediaType(),
                    old.get(),
                    document.mediaType());
            return old.get();
        }
        long id =
                sql.number(
                        "INSERT INTO manifest (repository_id, digest, media_type, size, content,"
                                + " subject, artifact_type, annotations, pushed_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                        repository,
                        digest.toString(),
                        document.mediaType(),
                        content.length,
                        content,
                        document.subject().map(Digest::toString),
                        document.artifactType(),
                        document.annotations(),
                        Instant.now().getEpochSecond());
        edges(sql, id, repository, document);
        return id;
    }

    /** Notes what a manifest refers to. */
    public static void edges(Sql sql, long id, long repository, ManifestDocument document)
            throws SQLException {
        for (Digest blob : document.blobs()) {
            edge(sql, id, repository, blob, 0);
        }
        for (Digest child : document.children()) {
            edge(sql, id, repository, child, 1);
        }
    }

    private static void edge(Sql sql, long manifest, long repository, Digest target, int kind)
            throws SQLException {
        sql.update(
                "INSERT INTO edge (manifest_id, repository_id, digest, kind) VALUES (?, ?, ?, ?)",
                manifest,
                repository,
                target.toString(),
                kind);
    }

    /**
     * Puts a tag on a manifest, and remembers it.
     *
     * @param by who does so; may be empty
     */
    public static void tag(
            Sql sql, long repository, String tag, long manifest, String digest, String by)
            throws SQLException {
        int changed =
                sql.update(
                        "INSERT INTO tag (repository_id, name, manifest_id) VALUES (?, ?, ?)"
                                + " ON CONFLICT (repository_id, name) DO UPDATE SET manifest_id ="
                                + " excluded.manifest_id WHERE tag.manifest_id <>"
                                + " excluded.manifest_id",
                        repository,
                        tag,
                        manifest);
        if (changed > 0) {
            remember(sql, repository, tag, Optional.of(digest), by);
        }
    }

    private static void remember(
            Sql sql, long repository, String tag, Optional<String> digest, String by)
            throws SQLException {
        sql.update(
                "INSERT INTO tag_history (repository_id, name, digest, changed_at, changed_by)"
                        + " VALUES (?, ?, ?, ?, ?)",
                repository,
                tag,
                digest,
                Instant.now().getEpochSecond(),
                user(by));
    }

    private static Optional<String> user(String name) {
        return Optional.of(name).filter(text -> !text.isEmpty());
    }

    /** Takes one tag away and nothing else; false when there is none. */
    public boolean untag(String repository, String tag, String by, Notice notice)
            throws IOException {
        return database.write(sql -> {
            Optional<Long> id = Repositories.lock(sql, repository);
            if (id.isEmpty()
                    || sql.update(
                                    "DELETE FROM tag WHERE repository_id = ? AND name = ?",
                                    id.get(),
                                    tag)
                            == 0) {
                return false;
            }
            remember(sql, id.get(), tag, Optional.empty(), by);
            notice.write(sql);
            return true;
        });
    }

    /** Deletes a manifest with every tag on it; false when there is none. */
    public boolean delete(String repository, Digest digest, String by, Notice notice)
            throws IOException {
        return database.write(sql -> {
            Optional<Long> repositoryId = Repositories.lock(sql, repository);
            if (repositoryId.isEmpty()) {
                return false;
            }
            Optional<Long> id =
                    sql.first(
                            row -> row.getLong(1),
                            "SELECT id FROM manifest WHERE repository_id = ? AND digest =" + " ?",
                            repositoryId.get(),
                            digest.toString());
            if (id.isEmpty()) {
                return false;
            }
            remove(sql, id.get(), by);
            notice.write(sql);
            return true;
        });
    }

    /** Deletes a manifest, its edges and every tag on it. */
    public static void remove(Sql sql, long manifest, String by) throws SQLException {
        sql.update(
                "INSERT INTO tag_history (repository_id, name, digest, changed_at, changed_by)"
                        + " SELECT repository_id, name, NULL, ?, ? FROM tag WHERE manifest_id = ?",
                Instant.now().getEpochSecond(),
                user(by),
                manifest);
        sql.update("DELETE FROM tag WHERE manifest_id = ?", manifest);
        sql.update("DELETE FROM edge WHERE manifest_id = ?", manifest);
        sql.update("DELETE FROM manifest WHERE id = ?", manifest);
    }
}
