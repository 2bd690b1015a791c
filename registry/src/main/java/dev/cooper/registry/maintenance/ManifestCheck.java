package dev.cooper.registry.maintenance;

import dev.cooper.oci.Digest;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.ManifestDocument;
import dev.cooper.registry.storage.Manifests;
import dev.cooper.registry.storage.Sql;

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares every manifest with its digest, and what the tables say about it with its bytes. */
final class ManifestCheck {
    private static final int BATCH = 500;

    private record Name(long id, long repository, String repositoryName, Digest digest) {
        @Override
        public String toString() {
            return "manifest " + repositoryName + "@" + digest;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Content(String mediaType, long size, byte[] bytes) {}

    private record Edge(String digest, int kind) {}

    private final Database database;
    private final Findings findings;
    private final boolean repair;
    private final boolean sparse;

    ManifestCheck(Database database, Findings findings, boolean repair, boolean sparse) {
        this.database = database;
        this.findings = findings;
        this.repair = repair;
        this.sparse = sparse;
    }

    void run() throws IOException {
        long after = -1;
        for (List<Name> batch = names(after); !batch.isEmpty(); batch = names(after)) {
            after = batch.getLast().id;
            for (Name name : batch) {
                check(name);
                findings.manifestDone();
            }
        }
    }

    private List<Name> names(long after) throws IOException {
        return database.read(sql ->
                sql.list(
                        row ->
                                new Name(
                                        row.getLong(1),
                                        row.getLong(2),
                                        row.getString(3),
                                        Digest.parse(row.getString(4))),
                        "SELECT m.id, m.repository_id, r.name, m.digest FROM manifest m JOIN"
                                + " repository r ON r.id = m.repository_id WHERE m.id > ?"
                                + " ORDER BY m.id LIMIT ?",
                        after,
                        BATCH));
    }

    private void check(Name name) throws IOException {
        Optional<Content> content = database.read(sql -> content(sql, name.id));
        if (content.isEmpty()) {
            return; // deleted since
        }
        if (!isWhole(name, content.get())) {
            damaged(name);
            return;
        }
        ManifestDocument document;
        try {
            document = parse(content.get());
        } catch (ApiException e) {
            findings.problem(name.toString(), e.text(), false);
            return;
        }
        check(name, document);
    }

    private void check(Name name, ManifestDocument document) throws IOException {
        if (!database.read(sql -> describes(sql, name, document))) {
            if (!database.read(sql -> content(sql, name.id)).isPresent()) {
                return; // deleted since
            }
            boolean done = repair && rebuild(name, document);
            findings.problem(name.toString(), "the tables say other than its bytes", done);
        }
        if (!sparse) {
            for (Digest blob : document.blobs()) {
                checkBlob(name, blob);
            }
        }
    }

    private static Optional<Content> content(Sql sql, long id) throws SQLException {
        return sql.first(
                row -> new Content(row.getString(1), row.getLong(2), row.getBytes(3)),
                "SELECT media_type, size, content FROM manifest WHERE id = ?",
                id);
    }

    private static boolean isWhole(Name name, Content content) {
        Digest.Algorithm algorithm = name.digest.algorithm();
        return content.size == content.bytes.length
                && Digest.of(algorithm, algorithm.newMessageDigest().digest(content.bytes))
                        .equals(name.digest);
    }

    private static ManifestDocument parse(Content content) {
        return ManifestDocument.parse(
                Optional.of(content.mediaType), content.bytes, Set.of(content.mediaType));
    }

    /** Takes the bytes from another repository if one has them, else deletes what is wrong. */
    private void damaged(Name name) throws IOException {
        Optional<Content> copy = repair ? copy(name) : Optional.empty();
        if (copy.isPresent()) {
            Content good = copy.get();
            database.write(sql ->
                    sql.update(
                            "UPDATE manifest SET content = ?, size = ? WHERE id = ?",
                            good.bytes,
                            good.bytes.length,
                            name.id));
            findings.problem(name.toString(), "its bytes are wrong; taken from a copy", true);
            check(name);
            return;
        }
        if (repair) {
            database.write(sql -> {
                Manifests.remove(sql, name.id, "");
                return name;
            });
        }
        findings.problem(
                name.toString(),
                "its bytes are wrong; " + (repair ? "deleted, push it again" : "push it again"),
                false);
    }

    private Optional<Content> copy(Name name) throws IOException {
        List<Long> others =
                database.read(sql ->
                        sql.list(
                                row -> row.getLong(1),
                                "SELECT id FROM manifest WHERE digest = ? AND id <> ?",
                                name.digest.toString(),
                                name.id));
        for (long other : others) {
            Optional<Content> content = database.read(sql -> content(sql, other));
            if (content.isPresent() && isWhole(name, content.get())) {
                return content;
            }
        }
        return Optional.empty();
    }

    private static Set<Edge> wanted(ManifestDocument document) {
        Set<Edge> edges = new HashSet<>();
        document.blobs().forEach(blob -> edges.add(new Edge(blob.toString(), 0)));
        document.children().forEach(child -> edges.add(new Edge(child.toString(), 1)));
        return edges;
    }

    private static boolean describes(Sql sql, Name name, ManifestDocument document)
            throws SQLException {
        Set<Edge> edges =
                new HashSet<>(
                        sql.list(
                                row -> new Edge(row.getString(1), row.getInt(2)),
                                "SELECT digest, kind FROM edge WHERE manifest_id = ? AND"
                                        + " repository_id = ?",
                                name.id,
                                name.repository));
        return edges.equals(wanted(document))
                && sql.exists(
                        "SELECT 1 FROM manifest WHERE id = ? AND COALESCE(subject, '') = ?",
                        name.id,
                        document.subject().map(Digest::toString).orElse(""));
    }

    private boolean rebuild(Name name, ManifestDocument document) throws IOException {
        return database.write(sql -> {
            if (sql.update(
                            "UPDATE manifest SET subject = ?, artifact_type = ?, annotations = ?"
                                    + " WHERE id = ?",
                            document.subject().map(Digest::toString),
                            document.artifactType(),
                            document.annotations(),
                            name.id)
                    == 0) {
                return false;
            }
            sql.update("DELETE FROM edge WHERE manifest_id = ?", name.id);
            Manifests.edges(sql, name.id, name.repository, document);
            return true;
        });
    }

    private void checkBlob(Name name, Digest blob) throws IOException {
        if (database.read(sql -> isComplete(sql, name, blob, false))) {
            return;
        }
        boolean linked =
                repair
                        && database.write(sql ->
                                sql.update(
                                                "INSERT INTO repository_blob (repository_id,"
                                                    + " blob_id, lease_until) SELECT ?, id, 0 FROM"
                                                    + " blob WHERE digest = ? AND lost_at IS NULL"
                                                    + " ON CONFLICT (repository_id, blob_id) DO"
                                                    + " NOTHING",
                                                name.repository,
                                                blob.toString())
                                        > 0);
        // A blob that is marked as lost has been told of; one deleted just now is no problem.
        if (linked || database.read(sql -> isComplete(sql, name, blob, true))) {
            if (linked) {
                findings.problem(
                        name.toString(), "its repository lacked blob " + blob + "; linked", true);
            }
            return;
        }
        findings.problem(
                name.toString(), "its repository lacks blob " + blob + "; push it again", false);
    }

    /**
     * Whether the repository has a blob, or no longer has the manifest, or it is a copy of another
     * registry's, whose blobs come when they are asked for.
     */
    private static boolean isComplete(Sql sql, Name name, Digest blob, boolean orLost)
            throws SQLException {
        return sql.exists(
                        "SELECT 1 FROM blob b JOIN repository_blob l ON l.blob_id = b.id WHERE"
                                + " b.digest = ? AND l.repository_id = ?"
                                + (orLost ? "" : " AND b.lost_at IS NULL"),
                        blob.toString(),
                        name.repository)
                || !sql.exists("SELECT 1 FROM manifest WHERE id = ?", name.id)
                || sql.exists("SELECT 1 FROM cached_manifest WHERE manifest_id = ?", name.id);
    }
}
