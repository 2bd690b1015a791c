package dev.cooper.registry;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The repositories by name. */
final class Repositories {
    private final Database database;

    Repositories(Database database) {
        this.database = database;
    }

    /** The number of a repository; made if it is missing. */
    static long make(Sql sql, String name) throws SQLException {
        Optional<Long> id = find(sql, name);
        return id.isPresent()
                ? id.get()
                : sql.number("INSERT INTO repository (name) VALUES (?) RETURNING id", name);
    }

    static Optional<Long> find(Sql sql, String name) throws SQLException {
        return sql.first(row -> row.getLong(1), "SELECT id FROM repository WHERE name = ?", name);
    }

    /** Names of repositories that have a manifest, in the order of their bytes. */
    List<String> list(String after, int most) throws IOException {
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
    Optional<List<String>> tags(String repository, String after, int most) throws IOException {
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
