package dev.cooper.registry.maintenance;

import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.Objects;
import dev.cooper.registry.storage.Sql;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Objects that neither a blob nor an upload names: what broken pushes have left. */
final class Leftovers {
    private static final int PAGE = 500;

    private final Database database;
    private final List<String> page = new ArrayList<>();
    private final Objects.Keys found;

    private Leftovers(Database database, Objects.Keys found) {
        this.database = database;
        this.found = found;
    }

    /**
     * Looks at all objects, page by page.
     *
     * @param before when they were written
     * @param found is told of each
     */
    static void find(Database database, Objects objects, Instant before, Objects.Keys found)
            throws IOException {
        Leftovers leftovers = new Leftovers(database, found);
        objects.list(before, leftovers::add);
        leftovers.tell();
    }

    private void add(String key) throws IOException {
        page.add(key);
        if (page.size() == PAGE) {
            tell();
        }
    }

    private void tell() throws IOException {
        if (page.isEmpty()) {
            return;
        }
        Set<String> named = named(database, page);
        for (String key : page) {
            if (!named.contains(key)) {
                found.key(key);
            }
        }
        page.clear();
    }

    static boolean isOne(Database database, String key) throws IOException {
        return named(database, List.of(key)).isEmpty();
    }

    private static Set<String> named(Database database, List<String> keys) throws IOException {
        // As many as in a full page, so that there is one statement of each kind to prepare.
        List<Object> all = new ArrayList<>(Collections.nCopies(PAGE, keys.getFirst()));
        for (int i = 0; i < keys.size(); i++) {
            all.set(i, keys.get(i));
        }
        Object[] arguments = all.toArray();
        return database.read(sql -> {
            // In this order: an upload's row goes when the blob's is there.
            Set<String> named = new HashSet<>(named(sql, "upload", "storage_key", arguments));
            named.addAll(named(sql, "upload", "tail_key", arguments));
            named.addAll(named(sql, "blob", "storage_key", arguments));
            return named;
        });
    }

    private static List<String> named(Sql sql, String table, String column, Object[] keys)
            throws SQLException {
        return sql.list(
                row -> row.getString(1),
                "SELECT %1$s FROM %2$s WHERE %1$s IN (?%3$s)"
                        .formatted(column, table, ", ?".repeat(PAGE - 1)),
                keys);
    }
}
