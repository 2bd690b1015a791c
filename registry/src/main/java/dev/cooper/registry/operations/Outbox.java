package dev.cooper.registry.operations;

import dev.cooper.oci.Json;
import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.Notice;
import dev.cooper.registry.storage.Sql;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events that wait for their end points, in the database. An end point is served by one node at
 * a time, which holds it for a while and says so again before that ends.
 */
final class Outbox {
    /** How long an end point stays with a node that says nothing any more. */
    static final Duration HOLD = Duration.ofSeconds(30);

    /**
     * An event that waits.
     *
     * @param trace the headers that tell which part of a trace it is
     */
    record Letter(long id, String event, Map<String, String> trace) {}

    private final Database database;
    private final String node;

    /**
     * An outbox.
     *
     * @param node the name of this node
     */
    Outbox(Database database, String node) {
        this.database = database;
        this.node = node;
    }

    /** Puts an event in, in the transaction of what it tells of. */
    static void add(Sql sql, String endpoint, String event, Map<String, String> trace)
            throws SQLException {
        sql.update(
                "INSERT INTO notification (endpoint, event, trace, created_at)"
                        + " VALUES (?, ?, ?, ?)",
                endpoint,
                event,
                trace.isEmpty() ? Optional.empty() : Optional.of(Json.writeString(trace)),
                Instant.now().getEpochSecond());
    }

    /** Runs what puts several events in. */
    void write(Notice notice) throws IOException {
        database.write(sql -> {
            notice.write(sql);
            return true;
        });
    }

    /** The oldest events that wait for an end point. */
    List<Letter> first(String endpoint, int most) throws IOException {
        return database.read(sql ->
                sql.list(
                        row ->
                                new Letter(
                                        row.getLong(1), row.getString(2), trace(row.getString(3))),
                        "SELECT id, event, trace FROM notification WHERE endpoint = ? ORDER BY id"
                                + " LIMIT ?",
                        endpoint,
                        most));
    }

    private static Map<String, String> trace(@Nullable String json) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (json != null && Json.parse(json) instanceof Map<?, ?> members) {
            members.forEach((name, value) -> headers.put((String) name, (String) value));
        }
        return headers;
    }

    long count(String endpoint) throws IOException {
        return database.read(sql ->
                sql.number("SELECT COUNT(*) FROM notification WHERE endpoint = ?", endpoint));
    }

    /** Takes out what has been delivered. */
    void remove(List<Letter> letters) throws IOException {
        if (letters.isEmpty()) {
            return;
        }
        database.write(sql -> {
            for (Letter letter : letters) {
                sql.update("DELETE FROM notification WHERE id = ?", letter.id);
            }
            return letters.size();
        });
    }

    /** Drops the oldest events of an end point until no more than that many wait. */
    long trim(String endpoint, long most) throws IOException {
        if (count(endpoint) <= most) {
            return 0;
        }
        return database.write(sql -> {
            Optional<Long> last =
                    sql.first(
                            row -> row.getLong(1),
                            "SELECT id FROM notification WHERE endpoint = ? ORDER BY id DESC"
                                    + " LIMIT 1 OFFSET ?",
                            endpoint,
                            most);
            if (last.isEmpty()) {
                return 0L;
            }
            return (long)
                    sql.update(
                            "DELETE FROM notification WHERE endpoint = ? AND id <= ?",
                            endpoint,
                            last.get());
        });
    }

    /** Makes an end point this node's for a while; false when another node has it. */
    boolean hold(String endpoint) throws IOException {
        return database.write(sql -> {
            sql.update(
                    "INSERT INTO notification_endpoint (name, node, held_until) VALUES (?, ?, 0)"
                            + " ON CONFLICT (name) DO NOTHING",
                    endpoint,
                    node);
            // The clock of the database is the same for all nodes.
            return sql.update(
                            "UPDATE notification_endpoint SET node = ?, held_until = "
                                    + sql.now()
                                    + " + ? WHERE name = ? AND (node = ? OR held_until < "
                                    + sql.now()
                                    + ")",
                            node,
                            HOLD.toSeconds(),
                            endpoint,
                            node)
                    > 0;
        });
    }

    /** Lets another node have an end point at once. */
    void release(String endpoint) throws IOException {
        database.write(sql ->
                sql.update(
                        "UPDATE notification_endpoint SET held_until = 0"
                                + " WHERE name = ? AND node = ?",
                        endpoint,
                        node));
    }
}
