package dev.cooper.registry.storage;

import dev.cooper.oci.Digest;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Blobs: who may serve which, and where the bytes are. */
public final class Blobs {
    private static final String LINKED =
            " FROM repository r JOIN repository_blob l ON l.repository_id = r.id"
                    + " JOIN blob b ON b.id = l.blob_id WHERE r.name = ? AND b.digest = ?"
                    + " AND b.lost_at IS NULL";

    private record Link(long size, long leaseUntil) {}

    private static final Optional<String> NO_KEY = Optional.empty();

    private record Row(long id, long size, Optional<String> key) {}

    private final Database database;
    private final Objects objects;
    private final long leaseSeconds;

    /**
     * @param lease how long a blob is kept that nothing refers to
     */
    public Blobs(Database database, Objects objects, Duration lease) {
        this.database = database;
        this.objects = objects;
        this.leaseSeconds = lease.toSeconds();
    }

    /** Where a blob's bytes are, if the repository has it. */
    public Optional<StoredBlob> find(String repository, Digest digest) throws IOException {
        return database.read(sql ->
                sql.first(
                        row -> new StoredBlob(row.getLong(1), row.getString(2), row.getBytes(3)),
                        "SELECT b.size, b.storage_key, b.content" + LINKED,
                        repository,
                        digest.toString()));
    }

    /**
     * Tells how large a blob is if the repository has it, and keeps it from now on as long as if it
     * were just pushed: who asks is about to refer to it.
     */
    public Optional<Long> sizeAndKeep(String repository, Digest digest) throws IOException {
        Optional<Link> link =
                database.read(sql ->
                        sql.first(
                                row -> new Link(row.getLong(1), row.getLong(2)),
                                "SELECT b.size, l.lease_until" + LINKED,
                                repository,
                                digest.toString()));
        if (link.isEmpty()) {
            return Optional.empty();
        }
        if (link.get().leaseUntil - now() < leaseSeconds / 2
                && !database.write(sql -> renew(sql, repository, digest))) {
            return Optional.empty();
        }
        return Optional.of(link.get().size);
    }

    private boolean renew(Sql sql, String repository, Digest digest) throws SQLException {
        return sql.update(
                        "UPDATE repository_blob SET lease_until = ? WHERE repository_id ="
                                + " (SELECT id FROM repository WHERE name = ?)"
                                + " AND blob_id = (SELECT id FROM blob WHERE digest = ?)",
                        now() + leaseSeconds,
                        repository,
                        digest.toString())
                > 0;
    }

    /**
     * Makes a finished upload a blob of a repository; durable on return.
     *
     * @param upload whose bytes have this digest
     * @param notice written with it
     */
    public void add(String repository, Digest digest, FinishedBytes upload, Notice notice)
            throws IOException {
        byte[] content = upload.inline();
        if (content != null) {
            database.write(sql -> {
                link(sql, Repositories.makeForBlobs(sql, repository), inline(sql, digest, content));
                notice.write(sql);
                return digest;
            });
            return;
        }
        Optional<Row> old = database.read(sql -> find(sql, digest));
        boolean lost =
                old.isPresent()
                        && old.get().key.isPresent()
                        && !objects.isWhole(old.get().key.get(), old.get().size);
        if (old.isPresent() && !lost && mount(repository, digest, Optional.empty(), notice)) {
            return;
        }
        long size = upload.size();
        String key = upload.store();
        if (!name(repository, digest, size, key, lost ? old.get().key : NO_KEY, notice)) {
            objects.delete(key);
        }
    }

    /** Makes an object a blob; false when the blob has other bytes that are as good. */
    private boolean name(
            String repository,
            Digest digest,
            long size,
            String key,
            Optional<String> lost,
            Notice notice)
            throws IOException {
        try {
            return database.write(sql -> {
                long id = object(sql, digest, size, key, lost);
                link(sql, Repositories.makeForBlobs(sql, repository), id);
                notice.write(sql);
                return sql.exists("SELECT 1 FROM blob WHERE storage_key = ?", key);
            });
        } catch (IOException e) {
            if (FullDisk.isBehind(e)) {
                objects.delete(key); // nothing was committed, and its room is needed now
            }
            throw e;
        }
    }

    private static Optional<Row> find(Sql sql, Digest digest) throws SQLException {
        return sql.first(
                row ->
                        new Row(
                                row.getLong(1),
                                row.getLong(2),
                                Optional.ofNullable(row.getString(3))),
                "SELECT id, size, storage_key FROM blob WHERE digest = ? AND lost_at IS NULL",
                digest.toString());
    }

    /** The row of a blob that holds its bytes; what another one has in an object is let go. */
    private static long inline(Sql sql, Digest digest, byte[] content) throws SQLException {
        return sql.number(
                "INSERT INTO blob (digest, size, storage_key, content) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (digest) DO UPDATE SET size = excluded.size, storage_key ="
                        + " NULL, content = excluded.content, lost_at = NULL RETURNING id",
                digest.toString(),
                content.length,
                NO_KEY,
                content);
    }

    /**
     * The row of a blob in an object: the one that is here, unless its bytes are lost, else a new
     * one.
     */
    private static long object(Sql sql, Digest digest, long size, String key, Optional<String> lost)
            throws SQLException {
        return sql.number(
                "INSERT INTO blob (digest, size, storage_key) VALUES (?, ?, ?) ON CONFLICT (digest)"
                        + " DO UPDATE SET storage_key = CASE WHEN blob.lost_at IS NOT NULL OR"
                        + " blob.storage_key = ? THEN excluded.storage_key ELSE blob.storage_key"
                        + " END, content = CASE WHEN blob.lost_at IS NULL THEN blob.content END,"
                        + " size = excluded.size, lost_at = NULL RETURNING id",
                digest.toString(),
                size,
                key,
                lost.orElse(""));
    }

    private void link(Sql sql, long repository, long blob) throws SQLException {
        sql.update(
                "INSERT INTO repository_blob (repository_id, blob_id, lease_until) VALUES (?, ?, ?)"
                        + " ON CONFLICT (repository_id, blob_id)"
                        + " DO UPDATE SET lease_until = excluded.lease_until",
                repository,
                blob,
                now() + leaseSeconds);
    }

    /**
     * Gives a repository a blob that another one has.
     *
     * @param from which one; empty for any
     * @param notice written with it
     * @return false when there is no such blob
     */
    public boolean mount(String repository, Digest digest, Optional<String> from, Notice notice)
            throws IOException {
        return database.write(sql -> {
            Optional<Long> blob =
                    from.isPresent()
                            ? sql.first(
                                    row -> row.getLong(1),
                                    "SELECT b.id" + LINKED + sql.locking(" FOR KEY SHARE OF b"),
                                    from.get(),
                                    digest.toString())
                            : sql.first(
                                    row -> row.getLong(1),
                                    "SELECT id FROM blob WHERE digest = ?"
                                            + sql.locking(" FOR KEY SHARE"),
                                    digest.toString());
            if (blob.isEmpty()) {
                return false;
            }
            link(sql, Repositories.makeForBlobs(sql, repository), blob.get());
            notice.write(sql);
            return true;
        });
    }

    /**
     * Gives a repository a blob that any other has whose content the caller may read.
     *
     * @param notices what is written with it, by the repository it comes from
     * @return false when there is none
     */
    public boolean mountFromAny(
            String repository,
            Digest digest,
            Predicate<String> readable,
            Function<String, Notice> notices)
            throws IOException {
        String last = "";
        while (true) {
            List<String> holders = holders(digest, last);
            for (String holder : holders) {
                if (readable.test(holder)) {
                    return mount(repository, digest, Optional.of(holder), notices.apply(holder));
                }
            }
            if (holders.isEmpty()) {
                return false;
            }
            last = holders.getLast();
        }
    }

    private List<String> holders(Digest digest, String after) throws IOException {
        return database.read(sql ->
                sql.list(
                        row -> row.getString(1),
                        "SELECT r.name FROM repository r JOIN repository_blob l ON"
                                + " l.repository_id = r.id JOIN blob b ON b.id = l.blob_id"
                                + " WHERE b.digest = ? AND b.lost_at IS NULL AND r.name > ?"
                                + " ORDER BY r.name LIMIT 100",
                        digest.toString(),
                        after));
    }

    /** Takes a blob away from a repository; false when it has none. */
    public boolean unlink(String repository, Digest digest, Notice notice) throws IOException {
        return database.write(sql -> {
            int gone =
                    sql.update(
                            "DELETE FROM repository_blob WHERE repository_id = (SELECT"
                                    + " id FROM repository WHERE name = ?) AND blob_id"
                                    + " = (SELECT id FROM blob WHERE digest = ?)",
                            repository,
                            digest.toString());
            if (gone > 0) {
                notice.write(sql);
            }
            return gone > 0;
        });
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
