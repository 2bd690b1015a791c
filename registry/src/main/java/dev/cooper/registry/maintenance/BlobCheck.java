package dev.cooper.registry.maintenance;

import dev.cooper.oci.Digest;
import dev.cooper.registry.protocol.UnavailableException;
import dev.cooper.registry.storage.DamagedObjectException;
import dev.cooper.registry.storage.Sql;
import dev.cooper.registry.storage.Storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads the bytes of every blob, several at a time, and marks those as lost that are wrong. */
final class BlobCheck {
    private static final int BATCH = 200;
    private static final int MOST_LEFTOVERS = 10_000;
    private static final int BUFFER = 256 << 10;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(
            long id,
            Digest digest,
            long size,
            @Nullable String key,
            byte @Nullable [] content,
            boolean lost) {
        @Override
        public String toString() {
            return "blob " + digest;
        }
    }

    private final Storage storage;
    private final Findings findings;
    private final boolean repair;
    private @Nullable List<String> leftovers;

    BlobCheck(Storage storage, Findings findings, boolean repair) {
        this.storage = storage;
        this.findings = findings;
        this.repair = repair;
    }

    void run() throws IOException, InterruptedException {
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 16);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            long after = -1;
            for (List<Row> batch = rows(after); !batch.isEmpty(); batch = rows(after)) {
                after = batch.getLast().id;
                List<Future<?>> running = new ArrayList<>();
                for (Row row : batch) {
                    running.add(pool.submit(task(row)));
                }
                for (Future<?> each : running) {
                    await(each);
                }
            }
        }
    }

    private Callable<Boolean> task(Row row) {
        return () -> {
            check(row);
            return true;
        };
    }

    private static void await(Future<?> task) throws IOException, InterruptedException {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new IOException("checking blobs: " + e.getMessage(), e);
        }
    }

    private List<Row> rows(long after) throws IOException {
        return storage.database()
                .read(sql ->
                        sql.list(
                                BlobCheck::row,
                                "SELECT id, digest, size, storage_key, content, lost_at FROM blob"
                                        + " WHERE id > ? ORDER BY id LIMIT ?",
                                after,
                                BATCH));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong(1),
                Digest.parse(row.getString(2)),
                row.getLong(3),
                row.getString(4),
                row.getBytes(5),
                row.getString(6) != null);
    }

    private void check(Row row) throws IOException {
        String wrong = wrong(row);
        findings.blobDone();
        if (!wrong.isEmpty() && isAsBefore(row)) {
            bad(row, wrong);
        } else if (wrong.isEmpty() && row.lost) {
            boolean found =
                    repair && update(row, "UPDATE blob SET lost_at = NULL WHERE id = ?") > 0;
            findings.problem(row.toString(), "it was marked as lost and is whole", found);
        }
    }

    /** What is wrong with the bytes of a blob; empty when nothing is. */
    private String wrong(Row row) throws IOException {
        String key = row.key;
        MessageDigest hash = row.digest.algorithm().newMessageDigest();
        if (key == null) {
            byte[] content = row.content == null ? new byte[0] : row.content;
            findings.bytesRead(content.length);
            hash.update(content);
            return verdict(row, hash);
        }
        try (ReadableByteChannel object = storage.objects().open(key, row.size, 0, row.size)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            while (object.read(buffer) >= 0) {
                findings.bytesRead(buffer.flip().remaining());
                hash.update(buffer);
                buffer.clear();
            }
            return verdict(row, hash);
        } catch (NoSuchFileException e) {
            return "its bytes are missing";
        } catch (DamagedObjectException e) {
            return String.valueOf(e.getMessage());
        } catch (UnavailableException e) {
            throw e; // which says nothing about the bytes
        } catch (IOException e) {
            return "its bytes cannot be read: " + e.getMessage();
        }
    }

    private static String verdict(Row row, MessageDigest hash) {
        Digest actual = Digest.of(row.digest.algorithm(), hash.digest());
        return actual.equals(row.digest) ? "" : "its bytes have digest " + actual;
    }

    /** Whether it has neither been deleted nor pushed again since. */
    private boolean isAsBefore(Row row) throws IOException {
        return storage.database()
                .read(sql ->
                        sql.exists(
                                "SELECT 1 FROM blob WHERE id = ? AND digest = ? AND"
                                        + " COALESCE(storage_key, '') = ?",
                                row.id,
                                row.digest.toString(),
                                row.key == null ? "" : row.key));
    }

    private void bad(Row row, String wrong) throws IOException {
        if (repair && replace(row)) {
            findings.problem(row.toString(), wrong + "; whole bytes were found", true);
            return;
        }
        if (repair && !row.lost) {
            String mark = "UPDATE blob SET lost_at = %s WHERE id = ?";
            storage.database().write(sql -> update(sql, row, mark.replace("%s", sql.now())));
        }
        Optional<String> needing = repository(row);
        if (needing.isPresent() || !row.lost) {
            findings.problem(
                    row.toString(),
                    wrong
                            + needing.map(name -> "; push it again, such as to " + name)
                                    .orElse("; nothing refers to it"),
                    repair && needing.isEmpty());
        }
    }

    private int update(Row row, String statement) throws IOException {
        return storage.database().write(sql -> update(sql, row, statement));
    }

    private static int update(Sql sql, Row row, String statement) throws SQLException {
        return sql.update(
                statement + " AND COALESCE(storage_key, '') = ?",
                row.id,
                row.key == null ? "" : row.key);
    }

    /** A repository in which a manifest refers to it. */
    private Optional<String> repository(Row row) throws IOException {
        return storage.database()
                .read(sql ->
                        sql.first(
                                found -> found.getString(1),
                                "SELECT r.name FROM repository_blob l JOIN repository r ON r.id ="
                                        + " l.repository_id WHERE l.blob_id = ? AND EXISTS (SELECT"
                                        + " 1 FROM edge e WHERE e.repository_id = r.id AND"
                                        + " e.digest = ? AND e.kind = 0) ORDER BY r.name",
                                row.id,
                                row.digest.toString()));
    }

    /** Looks for the same bytes among the objects that nobody has named. */
    private boolean replace(Row row) throws IOException {
        for (String key : leftovers()) {
            if (storage.objects().isWhole(key, row.size)
                    && Leftovers.isOne(storage.database(), key)
                    && take(row, key)) {
                return true;
            }
        }
        return false;
    }

    /** The first of them are enough: they are few unless something is very wrong. */
    private synchronized List<String> leftovers() throws IOException {
        List<String> known = leftovers;
        if (known == null) {
            List<String> found = new ArrayList<>();
            Leftovers.find(
                    storage.database(),
                    storage.objects(),
                    Instant.now(),
                    key -> {
                        if (found.size() < MOST_LEFTOVERS) {
                            found.add(key);
                        }
                    });
            known = found;
            leftovers = known;
        }
        return known;
    }

    private boolean take(Row row, String key) throws IOException {
        Row other = new Row(row.id, row.digest, row.size, key, null, false);
        if (!wrong(other).isEmpty()) {
            return false;
        }
        return storage.database()
                                .write(sql ->
                                        sql.update(
                                                "UPDATE blob SET storage_key = ?, content = NULL,"
                                                        + " lost_at = NULL WHERE id = ? AND"
                                                        + " COALESCE(storage_key, '') = ?",
                                                key,
                                                row.id,
                                                row.key == null ? "" : row.key))
                        > 0
                && wrong(other).isEmpty();
    }
}
