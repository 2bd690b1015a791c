package dev.cooper.registry;

import java.sql.SQLException;
import java.util.List;

/**
 * The tables, as a list of migrations that is only ever appended to. The SQL is common to SQLite
 * and PostgreSQL but for the words in braces.
 */
final class Schema {
    /** The databases, and what they call the same thing. */
    enum Dialect {
        /** SQLite. */
        SQLITE("INTEGER PRIMARY KEY", "BLOB", "");

        private final String id;
        private final String bytes;
        private final String order;

        Dialect(String id, String bytes, String order) {
            this.id = id;
            this.bytes = bytes;
            this.order = order;
        }

        private String of(String sql) {
            return sql.replace("{id}", id).replace("{bytes}", bytes).replace("{order}", order);
        }
    }

    private static final List<List<String>> MIGRATIONS =
            List.of(
                    List.of(
                            "CREATE TABLE repository (id {id},"
                                    + " name VARCHAR(255){order} NOT NULL UNIQUE)",
                            // The bytes are in the row when they are few, else under storage_key in
                            // the object store. A key is never used again.
                            "CREATE TABLE blob (id {id}, digest VARCHAR(160){order} NOT NULL"
                                    + " UNIQUE, size BIGINT NOT NULL, storage_key VARCHAR(64),"
                                    + " content {bytes})",
                            // Which repository may serve a blob. The lease keeps it while nothing
                            // refers to it yet: seconds since 1970.
                            "CREATE TABLE repository_blob (repository_id BIGINT NOT NULL REFERENCES"
                                + " repository(id), blob_id BIGINT NOT NULL REFERENCES blob(id),"
                                + " lease_until BIGINT NOT NULL, PRIMARY KEY (repository_id,"
                                + " blob_id))",
                            "CREATE INDEX repository_blob_blob ON repository_blob (blob_id)",
                            "CREATE INDEX repository_blob_lease ON repository_blob (lease_until)",
                            "CREATE TABLE manifest (id {id}, repository_id BIGINT NOT NULL"
                                + " REFERENCES repository(id), digest VARCHAR(160){order} NOT NULL,"
                                + " media_type VARCHAR(255) NOT NULL, size BIGINT NOT NULL, content"
                                + " {bytes} NOT NULL, subject VARCHAR(160){order}, artifact_type"
                                + " VARCHAR(255), annotations TEXT, pushed_at BIGINT NOT NULL,"
                                + " UNIQUE (repository_id, digest))",
                            "CREATE INDEX manifest_subject ON manifest (repository_id, subject,"
                                    + " digest)",
                            // What a manifest refers to: kind 0 is a blob, 1 a manifest.
                            "CREATE TABLE edge (manifest_id BIGINT NOT NULL REFERENCES manifest(id)"
                                + " ON DELETE CASCADE, repository_id BIGINT NOT NULL, digest"
                                + " VARCHAR(160){order} NOT NULL, kind SMALLINT NOT NULL, PRIMARY"
                                + " KEY (manifest_id, digest, kind))",
                            "CREATE INDEX edge_digest ON edge (repository_id, digest)",
                            "CREATE TABLE tag (repository_id BIGINT NOT NULL REFERENCES"
                                    + " repository(id), name VARCHAR(128){order} NOT NULL,"
                                    + " manifest_id BIGINT NOT NULL REFERENCES manifest(id),"
                                    + " PRIMARY KEY (repository_id, name))",
                            "CREATE INDEX tag_manifest ON tag (manifest_id)",
                            // digest is null where the tag was deleted.
                            "CREATE TABLE tag_history (id {id}, repository_id BIGINT NOT NULL"
                                    + " REFERENCES repository(id), name VARCHAR(128){order} NOT"
                                    + " NULL, digest VARCHAR(160), changed_at BIGINT NOT NULL)",
                            "CREATE INDEX tag_history_name ON tag_history (repository_id, name,"
                                    + " id)"));

    private Schema() {}

    /** Brings the tables to the newest form; refuses tables of a newer Cooper. */
    static void migrate(Sql sql, Dialect dialect) throws SQLException {
        sql.execute("BEGIN IMMEDIATE");
        try {
            sql.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
            long version = sql.number("SELECT COALESCE(MAX(version), 0) FROM schema_version");
            if (version > MIGRATIONS.size()) {
                throw new SQLException(
                        "its tables are of version "
                                + version
                                + ", this Cooper knows "
                                + MIGRATIONS.size()
                                + "; use the newer Cooper that made them");
            }
            for (int i = (int) version; i < MIGRATIONS.size(); i++) {
                for (String statement : MIGRATIONS.get(i)) {
                    sql.execute(dialect.of(statement));
                }
                sql.update("INSERT INTO schema_version (version) VALUES (?)", i + 1);
            }
            sql.execute("COMMIT");
        } catch (SQLException e) {
            sql.execute("ROLLBACK");
            throw e;
        }
    }
}
