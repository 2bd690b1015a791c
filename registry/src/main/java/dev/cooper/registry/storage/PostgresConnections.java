package dev.cooper.registry.storage;

import dev.cooper.registry.config.DatabaseConfig;
import dev.cooper.registry.protocol.UnavailableException;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Connections to PostgreSQL that are open and idle, the one used last first. */
final class PostgresConnections {
    private static final long WAIT_SECONDS = 30;

    /** After this, something between here and the database may have forgotten the connection. */
    private static final long MOST_IDLE_NANOS = TimeUnit.MINUTES.toNanos(5);

    /**
     * A connection in use.
     *
     * @param sql to talk to it
     * @param connection to begin and end transactions
     * @param isNew whether it was opened just now, so that it was alive just now
     * @param since when that was, or when it was used last, by the system's timer
     */
    record Lent(Sql sql, Connection connection, boolean isNew, long since) {}

    private final DatabaseConfig config;
    private final Properties properties = new Properties();
    private final Semaphore free;
    private final Deque<Lent> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    PostgresConnections(DatabaseConfig config) {
        this.config = config;
        this.free = new Semaphore(config.connections(), true);
        properties.setProperty("ApplicationName", "cooper-registry");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "120");
        properties.setProperty("tcpKeepAlive", "true");
        properties.putAll(config.properties());
    }

    /** Waits until a connection may be used; each must be followed by {@link #release}. */
    void acquire() throws IOException {
        try {
            if (!free.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new UnavailableException(
                        "all " + config.connections() + " connections to the database are busy",
                        new IOException("no connection became free"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the database", e);
        }
    }

    void release() {
        free.release();
    }

    /** Takes a connection, an open one if there is one. */
    Lent take() throws UnavailableException {
        for (Lent open = idle.pollFirst(); open != null; open = idle.pollFirst()) {
            if (System.nanoTime() - open.since() < MOST_IDLE_NANOS) {
                return open;
            }
            close(open);
        }
        try {
            Connection connection = DriverManager.getConnection(config.url(), properties);
            return new Lent(
                    new Sql(connection, Schema.Dialect.POSTGRESQL),
                    connection,
                    true,
                    System.nanoTime());
        } catch (SQLException e) {
            throw new UnavailableException(
                    "connecting to the database " + config.shown() + ": " + e.getMessage(), e);
        }
    }

    /** Keeps a connection that works. */
    void give(Lent lent) {
        idle.addFirst(new Lent(lent.sql(), lent.connection(), false, System.nanoTime()));
        if (closed) {
            closeIdle();
        }
    }

    /** Drops a connection that does not, and with it those that broke at the same time. */
    void drop(Lent lent) {
        close(lent);
        closeIdle();
    }

    private void closeIdle() {
        for (Lent each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
            close(each);
        }
    }

    private static void close(Lent lent) {
        try {
            lent.connection().close();
        } catch (SQLException _) {
            // it is gone already
        }
    }

    void close() {
        closed = true;
        closeIdle();
    }
}
