package dev.cooper.registry.storage;

import dev.cooper.registry.config.DatabaseConfig;
import dev.cooper.registry.protocol.UnavailableException;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Metadata in PostgreSQL, shared by several registries. Every change is a transaction of its own
 * that sees what is committed at each of its statements; what it relies on it has locked. A change
 * that another one got in the way of is made again.
 */
final class PostgresDatabase implements Database {
    private static final int MOST_TRIES = 20;
    private static final int LONGEST_PAUSE_MILLIS = 100;

    private final PostgresConnections connections;

    private PostgresDatabase(PostgresConnections connections) {
        this.connections = connections;
    }

    /** Opens a database, makes or migrates its tables. */
    static PostgresDatabase open(DatabaseConfig config) throws IOException {
        PostgresConnections connections = new PostgresConnections(config);
        PostgresConnections.Lent first = connections.take();
        try {
            Schema.migrate(first.sql(), Schema.Dialect.POSTGRESQL);
            connections.give(first);
            return new PostgresDatabase(connections);
        } catch (SQLException e) {
            connections.drop(first);
            throw new IOException(
                    "opening the database " + config.shown() + ": " + e.getMessage(), e);
        }
    }

    /** Logs in, and changes nothing. */
    static void reach(DatabaseConfig config) throws IOException {
        PostgresConnections connections = new PostgresConnections(config);
        connections.drop(connections.take());
    }

    @Override
    public <T> T read(Work<T> work) throws IOException {
        return run(work, false);
    }

    @Override
    public <T> T write(Work<T> work) throws IOException {
        return run(work, true);
    }

    private <T> T run(Work<T> work, boolean change) throws IOException {
        connections.acquire();
        try {
            for (int tries = 1; ; tries++) {
                Attempt<T> attempt = new Attempt<>(connections.take(), work, change);
                try {
                    return attempt.run();
                } catch (SQLException e) {
                    if (tries == MOST_TRIES || !attempt.mayBeRepeated(e)) {
                        throw failure(e, change);
                    }
                    pause(tries);
                }
            }
        } finally {
            connections.release();
        }
    }

    private static IOException failure(SQLException e, boolean change) {
        String message = (change ? "writing" : "reading") + " the database: " + e.getMessage();
        return isLost(e) ? new UnavailableException(message, e) : new IOException(message, e);
    }

    private static void pause(int tries) throws IOException {
        int longest = Math.min(LONGEST_PAUSE_MILLIS, 2 << Math.min(tries, 10));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(longest));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the database", e);
        }
    }

    /** Whether the connection is of no more use: class 08, and what a server says that stops. */
    private static boolean isLost(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }

    /** Whether another transaction was in the way: serialization, deadlock, a row it made first. */
    private static boolean isConflict(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && switch (state) {
                    case "40001", "40P01", "23505", "23503", "55P03" -> true;
                    default -> false;
                };
    }

    /** One try to do something with one connection. */
    private final class Attempt<T> {
        private final PostgresConnections.Lent lent;
        private final Work<T> work;
        private final boolean change;
        private boolean committing;

        Attempt(PostgresConnections.Lent lent, Work<T> work, boolean change) {
            this.lent = lent;
            this.work = work;
            this.change = change;
        }

        T run() throws SQLException {
            boolean usable = false;
            try {
                T result = change ? transaction() : work.run(lent.sql());
                usable = true;
                return result;
            } catch (SQLException | RuntimeException e) {
                usable = !(e instanceof SQLException lost && isLost(lost)) && undo(e);
                throw e;
            } finally {
                if (usable) {
                    connections.give(lent);
                } else {
                    connections.drop(lent);
                }
            }
        }

        private T transaction() throws SQLException {
            lent.connection().setAutoCommit(false);
            T result = work.run(lent.sql());
            committing = true;
            lent.connection().commit();
            lent.connection().setAutoCommit(true);
            return result;
        }

        private boolean undo(Exception cause) {
            try {
                if (change) {
                    lent.connection().rollback();
                    lent.connection().setAutoCommit(true);
                }
                return true;
            } catch (SQLException again) {
                cause.addSuppressed(again);
                return false;
            }
        }

        /** A lost connection is no reason to give up when it may have been dead for long. */
        boolean mayBeRepeated(SQLException e) {
            return isLost(e) ? !lent.isNew() && !committing : change && isConflict(e);
        }
    }

    @Override
    public String system() {
        return "postgresql";
    }

    @Override
    public void close() {
        connections.close();
    }
}
