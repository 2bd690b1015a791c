package dev.cooper.registry.storage;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The repositories by name. */
public final class Repositories {
    private static final int PAGE = 100;

    private final Database database;

    /** Looks them up in a database. */
    public Repositories(Database database) {
        this.database = database;
    }

    /**
     * The number of a repository, made if it is missing, whose manifests and tags nobody else
     * changes until the transaction ends.
     */
    public static long make(Sql sql, String name) throws SQLException {
        while (true) {
            Optional<Long> id = lock(sql, name);
            if (id.isPresent()) {
                return id.get();
            }
            insert(sql, name);
        }
    }

    /** The same where there is a repository of that name. */
    public static Optional<Long> lock(Sql sql, String name) throws SQLException {
        return sql.first(
                row -> row.getLong(1),
                "SELECT id FROM repository WHERE name = ?" + sql.locking(" FOR NO KEY UPDATE"),
                name);
    }

    /** The number of a repository, made if it is missing, for blobs to be linked to. */
    static long makeForBlobs(Sql sql, String name) throws SQLException {
        while (true) {
            Optional<Long> id = find(sql, name);
            if (id.isPresent()) {
                return id.get();
            }
            insert(sql, name);
        }
    }

    private static void insert(Sql sql, String name) throws SQLException {
        sql.update("INSERT INTO repository (name) VALUES (?) ON CONFLICT (name) DO NOTHING", name);
    }

    /** A repository's number. */
    public static Optional<Long> find(Sql sql, String name) throws SQLException {
        return sql.first(row -> row.getLong(1), "SELECT id FROM repository WHERE name = ?", name);
    }

    /** Names of repositories that have a manifest and may be shown, in the order of their bytes. */
    public List<String> list(String after, int most, Predicate<String> shown) throws IOException {
        List<String> names = new ArrayList<>();
        String last = after;
        while (true) {
            List<String> page = page(last, Math.max(most, PAGE));
            for (String name : page) {
                if (names.size() < most && shown.test(name)) {
                    names.add(name);
                }
            }
            if (names.size() >= most || page.size() < PAGE) {
                return names;
            }
            last = page.getLast();
        }
    }

    private List<String> page(String after, int most) throws IOException {
        return database.read(sql ->
                sql.list(
                        row -> row.getString(1),
                        "SELECT name FROM repository r WHERE name > ? AND EXISTS (SELECT 1"
                                + " FROM manifest m WHERE m.repository_id = r.id)"
                                + " ORDER BY name LIMIT ?",
                        after,
                        most));
    }

    /** A repository's tags in the order of their bytes; empty when there is no such repository. */
    public Optional<List<String>> tags(String repository, String after, int most)
            throws IOException {
        return database.read(sql -> {
            Optional<Long> id = find(sql, repository);
            if (id.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    sql.list(
                            row -> row.getString(1),
                            "SELECT name FROM tag WHERE repository_id = ? AND name > ?"
                                    + " ORDER BY name LIMIT ?",
                            id.get(),
                            after,
                            most));
        });
    }
}
