package dev.cooper.registry.storage;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What the database knows of an upload: as much of it as is safe.
 *
 * @param algorithm of the digest that it is expected to end with
 * @param size how many bytes are safe
 * @param multipart where its parts are
 * @param partSize how large the first ones are
 * @param tailKey the object with the bytes after the last part
 * @param tail these bytes themselves
 * @param stamp changes whenever bytes are added
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record UploadRow(
        String algorithm,
        long size,
        S3Objects.@Nullable Multipart multipart,
        int partSize,
        @Nullable String tailKey,
        byte @Nullable [] tail,
        String stamp) {
    private static final String COLUMNS =
            "algorithm, size, storage_key, multipart, part_size, tail_key, tail, stamp";

    /**
     * Takes an upload that nobody holds, for some seconds.
     *
     * @param holder who takes it
     */
    static Optional<UploadRow> take(Sql sql, String id, String holder, int seconds)
            throws SQLException {
        return sql.first(
                UploadRow::read,
                "UPDATE upload SET holder = ?, held_until = "
                        + sql.now()
                        + " + ?, touched_at = "
                        + sql.now()
                        + " WHERE id = ? AND (holder IS NULL OR held_until < "
                        + sql.now()
                        + ") RETURNING "
                        + COLUMNS,
                holder,
                seconds,
                id);
    }

    private static UploadRow read(ResultSet row) throws SQLException {
        String multipart = row.getString(4);
        return new UploadRow(
                row.getString(1),
                row.getLong(2),
                multipart == null ? null : new S3Objects.Multipart(row.getString(3), multipart),
                row.getInt(5),
                row.getString(6),
                row.getBytes(7),
                row.getString(8));
    }

    static boolean exists(Sql sql, String id) throws SQLException {
        return sql.exists("SELECT 1 FROM upload WHERE id = ?", id);
    }

    static List<String> marks(Sql sql, String id) throws SQLException {
        return sql.list(
                row -> row.getString(1),
                "SELECT mark FROM upload_part WHERE upload_id = ? ORDER BY number",
                id);
    }

    /** Holds uploads longer; those that another one holds by now are left to it. */
    static void hold(Sql sql, String id, String holder, int seconds) throws SQLException {
        sql.update(
                "UPDATE upload SET held_until = " + sql.now() + " + ? WHERE id = ? AND holder = ?",
                seconds,
                id,
                holder);
    }

    /** Lets another one hold it. */
    static void release(Sql sql, String id, String holder) throws SQLException {
        sql.update("UPDATE upload SET holder = NULL WHERE id = ? AND holder = ?", id, holder);
    }

    /** Makes the row of a new upload, held for some seconds. */
    void insert(Sql sql, String id, String holder, int seconds) throws SQLException {
        sql.update(
                "INSERT INTO upload (id, algorithm, size, part_size, stamp, holder, held_until,"
                        + " touched_at) VALUES (?, ?, 0, ?, '', ?, "
                        + sql.now()
                        + " + ?, "
                        + sql.now()
                        + ")",
                id,
                algorithm,
                partSize,
                holder,
                seconds);
    }

    /**
     * Writes what is safe now.
     *
     * @param marks of all parts, of which the first ones are known to the database
     * @param known how many
     * @param newHolder who holds it from now on, if anyone
     * @return false when another one holds it, which goes on with what was safe before
     */
    boolean update(
            Sql sql,
            String id,
            String holder,
            List<String> marks,
            int known,
            Optional<String> newHolder)
            throws SQLException {
        if (sql.update(
                        "UPDATE upload SET size = ?, storage_key = ?, multipart = ?, part_size = ?,"
                                + " tail_key = ?, tail = ?, stamp = ?, holder = ?, touched_at = "
                                + sql.now()
                                + " WHERE id = ? AND holder = ?",
                        size,
                        Optional.ofNullable(multipart).map(S3Objects.Multipart::key),
                        Optional.ofNullable(multipart).map(S3Objects.Multipart::id),
                        partSize,
                        Optional.ofNullable(tailKey),
                        Optional.ofNullable(tail),
                        stamp,
                        newHolder,
                        id,
                        holder)
                == 0) {
            return false;
        }
        for (int i = known; i < marks.size(); i++) {
            sql.update(
                    "INSERT INTO upload_part (upload_id, number, mark) VALUES (?, ?, ?)",
                    id,
                    i + 1,
                    marks.get(i));
        }
        return true;
    }

    /** Takes it away; false when another one holds it. */
    static boolean delete(Sql sql, String id, String holder) throws SQLException {
        if (!sql.exists(
                "SELECT 1 FROM upload WHERE id = ? AND holder = ?" + sql.locking(" FOR UPDATE"),
                id,
                holder)) {
            return false;
        }
        sql.update("DELETE FROM upload_part WHERE upload_id = ?", id);
        return sql.update("DELETE FROM upload WHERE id = ?", id) > 0;
    }

    /** Whether an upload is going to be that object. */
    static boolean isTarget(Sql sql, String key) throws SQLException {
        return sql.exists("SELECT 1 FROM upload WHERE storage_key = ?", key);
    }

    /**
     * Takes away one upload that nobody has gone on with for long.
     *
     * @param seconds for how long
     */
    static Optional<UploadRow> removeOld(Sql sql, long seconds) throws SQLException {
        Optional<String> id =
                sql.first(
                        row -> row.getString(1),
                        "SELECT id FROM upload WHERE touched_at < "
                                + sql.now()
                                + " - ? AND (holder IS NULL OR held_until < "
                                + sql.now()
                                + ") ORDER BY touched_at LIMIT 1"
                                + sql.locking(" FOR UPDATE SKIP LOCKED"),
                        seconds);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        sql.update("DELETE FROM upload_part WHERE upload_id = ?", id.get());
        return sql.first(
                UploadRow::read, "DELETE FROM upload WHERE id = ? RETURNING " + COLUMNS, id.get());
    }
}
