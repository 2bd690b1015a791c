package dev.cooper.registry.storage;

import java.io.IOException;
import java.time.Duration;

/**
 * What is to be done every now and then, by one of the registries that share a database: whoever
 * moves the time at which it is due has the turn. If that registry dies, the next turn comes as
 * usual.
 */
public final class Turns {
    private final Database database;

    /** Turns that the registries on this database share. */
    public Turns(Database database) {
        this.database = database;
    }

    /**
     * Takes a turn if it is due.
     *
     * @param name of what is to be done
     * @param period the time until it is due again
     */
    public boolean take(String name, Duration period) throws IOException {
        return database.write(sql -> {
            sql.update(
                    "INSERT INTO turn (name, due_at) VALUES (?, "
                            + sql.now()
                            + " + ?) ON CONFLICT (name) DO NOTHING",
                    name,
                    period.toSeconds());
            return sql.update(
                            "UPDATE turn SET due_at = "
                                    + sql.now()
                                    + " + ? WHERE name = ? AND due_at <= "
                                    + sql.now(),
                            period.toSeconds(),
                            name)
                    > 0;
        });
    }
}
