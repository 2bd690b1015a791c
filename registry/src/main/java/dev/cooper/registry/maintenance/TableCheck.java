package dev.cooper.registry.maintenance;

import dev.cooper.registry.storage.Database;

import java.io.IOException;
import java.util.List;

/** Looks for rows that refer to rows which are not there. */
final class TableCheck {
    private static final String NO_MANIFEST =
            " WHERE NOT EXISTS (SELECT 1 FROM manifest m WHERE m.id = t.manifest_id AND"
                    + " m.repository_id = t.repository_id)";

    private final Database database;
    private final Findings findings;
    private final boolean repair;

    TableCheck(Database database, Findings findings, boolean repair) {
        this.database = database;
        this.findings = findings;
        this.repair = repair;
    }

    /** What SQLite thinks of its file. */
    static void integrity(Database database, Findings findings) throws IOException {
        List<String> lines =
                database.read(sql -> sql.list(row -> row.getString(1), "PRAGMA quick_check(20)"));
        for (String line : lines) {
            if (!line.equals("ok")) {
                findings.problem(
                        "database", line + "; restore it from a backup, then check again", false);
            }
        }
    }

    void run() throws IOException {
        tags();
        rows(
                "links to blobs that are not there",
                "repository_blob",
                "NOT EXISTS (SELECT 1 FROM blob b WHERE b.id = repository_blob.blob_id)");
        rows(
                "references of manifests that are not there",
                "edge",
                "NOT EXISTS (SELECT 1 FROM manifest m WHERE m.id = edge.manifest_id)");
    }

    private void tags() throws IOException {
        List<String> dangling =
                database.read(sql ->
                        sql.list(
                                row -> row.getString(1) + ":" + row.getString(2),
                                "SELECT r.name, t.name FROM tag t JOIN repository r ON r.id ="
                                        + " t.repository_id"
                                        + NO_MANIFEST
                                        + " ORDER BY r.name, t.name"));
        for (String tag : dangling) {
            findings.problem(
                    "tag " + tag, "it points to no manifest" + (repair ? "; deleted" : ""), repair);
        }
        if (repair && !dangling.isEmpty()) {
            database.write(sql ->
                    sql.update(
                            "DELETE FROM tag WHERE NOT EXISTS (SELECT 1 FROM manifest m WHERE m.id"
                                    + " = tag.manifest_id AND m.repository_id ="
                                    + " tag.repository_id)"));
        }
    }

    private void rows(String what, String table, String condition) throws IOException {
        long count =
                database.read(
                        sql -> sql.number("SELECT COUNT(*) FROM " + table + " WHERE " + condition));
        if (count > 0) {
            if (repair) {
                database.write(sql -> sql.update("DELETE FROM " + table + " WHERE " + condition));
            }
            findings.problem("database", count + " " + what, repair);
        }
    }
}
