package dev.cooper.registry.storage;

import dev.cooper.registry.protocol.ApiException;

import org.sqlite.JDBC;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Metadata in one SQLite file beside its write-ahead log. Changes are made by one thread: whatever
 * waits when it starts a transaction goes into that transaction, so that many share one sync to
 * disk.
 */
public final class SqliteDatabase implements Database {
    private static final int READERS = 4;
    private static final int MOST_IN_ONE_TRANSACTION = 256;

    private record Change<T>(Work<T> work, CompletableFuture<T> done) {}

    /** A change that was made, and is told so when the transaction is durable. */
    private record Made(Runnable tell) {}

    private final BlockingQueue<Sql> readers = new ArrayBlockingQueue<>(READERS);
    private final BlockingQueue<Change<?>> changes = new LinkedBlockingQueue<>();
    private final Path file;
    private volatile Sql writer;
    private final Thread thread;
    private volatile boolean closing;

    private SqliteDatabase(Path file) throws SQLException {
        this.file = file;
        writer = sql(file);
        Schema.migrate(writer, Schema.Dialect.SQLITE);
        for (int i = 0; i < READERS; i++) {
            readers.add(sql(file));
        }
        thread = Thread.ofPlatform().name("registry-database").daemon().start(this::loop);
    }

    /**
     * Opens a database, makes or migrates its tables.
     *
     * @param file where it is; its directory exists
     */
    public static SqliteDatabase open(Path file) throws IOException {
        keepFromOthers(file);
        try {
            return new SqliteDatabase(file);
        } catch (SQLException e) {
            throw new IOException("opening the database " + file + ": " + e.getMessage(), e);
        }
    }

    /** It has the key that signs tokens; SQLite gives its log the permissions of the database. */
    private static void keepFromOthers(Path file) throws IOException {
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // Whoever opened it to others since it was made has had a reason.
        }
    }

    private static Sql sql(Path file) throws SQLException {
        // Not by DriverManager, which would load every driver there is.
        Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=30000");
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("PRAGMA foreign_keys=ON");
            statement.execute("PRAGMA cache_size=-8000");
        }
        return new Sql(connection, Schema.Dialect.SQLITE);
    }

    @Override
    public <T> T read(Work<T> work) throws IOException {
        Sql sql;
        try {
            sql = readers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the database", e);
        }
        try {
            return work.run(sql);
        } catch (SQLException e) {
            sql.forget();
            throw new IOException("reading the database: " + e.getMessage(), e);
        } finally {
            readers.add(sql);
        }
    }

    @Override
    public <T> T write(Work<T> work) throws IOException {
        Change<T> change = new Change<>(work, new CompletableFuture<>());
        changes.add(change);
        if (closing) {
            change.done.completeExceptionally(new IOException("the database is closed"));
        }
        try {
            return change.done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the database", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiException refused) {
                throw refused;
            }
            throw new IOException("writing the database: " + e.getMessage(), e);
        }
    }

    @Override
    public long waiting() {
        return changes.size();
    }

    private void loop() {
        List<Change<?>> batch = new ArrayList<>();
        while (true) {
            try {
                batch.add(changes.take());
            } catch (InterruptedException e) {
                if (closing && changes.isEmpty()) {
                    return;
                }
                continue;
            }
            changes.drainTo(batch, MOST_IN_ONE_TRANSACTION - 1);
            transaction(batch);
            batch.clear();
            if (closing && changes.isEmpty()) {
                return;
            }
        }
    }

    private void transaction(List<Change<?>> batch) {
        List<Made> made = new ArrayList<>();
        try {
            writer.execute("BEGIN IMMEDIATE");
            for (Change<?> change : batch) {
                make(change, made);
            }
            writer.execute("COMMIT");
            made.forEach(each -> each.tell.run());
        } catch (SQLException | RuntimeException e) {
            restart(e);
            batch.forEach(change -> change.done.completeExceptionally(e));
        }
    }

    /** Undoes a transaction: after a full disk its connection may be of no more use. */
    private void restart(Exception failure) {
        try {
            Sql fresh = sql(file);
            Sql old = writer;
            writer = fresh;
            old.close(); // which undoes what it has not committed
        } catch (SQLException again) {
            failure.addSuppressed(again);
        }
    }

    /** Makes one change; when it fails, it alone is undone. */
    private <T> void make(Change<T> change, List<Made> made) throws SQLException {
        writer.execute("SAVEPOINT one");
        try {
            T result = change.work.run(writer);
            made.add(new Made(() -> change.done.complete(result)));
            writer.execute("RELEASE one");
        } catch (SQLException | RuntimeException e) {
            writer.forget();
            writer.execute("ROLLBACK TO one");
            writer.execute("RELEASE one");
            change.done.completeExceptionally(e);
        }
    }

    @Override
    public String system() {
        return "sqlite";
    }

    @Override
    public void close() throws IOException {
        closing = true;
        thread.interrupt();
        try {
            thread.join();
            writer.close();
            for (int i = 0; i < READERS; i++) {
                readers.take().close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new IOException("closing the database: " + e.getMessage(), e);
        }
    }
}
