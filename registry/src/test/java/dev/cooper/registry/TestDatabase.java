package dev.cooper.registry;

import dev.cooper.registry.config.DatabaseConfig;
import dev.cooper.testkit.ScratchDirectory;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A PostgreSQL server of the tests, which can be stopped and started again. */
public final class TestDatabase {
    /** Held here, because a logger nobody holds forgets its level. */
    private static final Logger LOG = Logger.getLogger("");

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static TestDatabase shared;

    private final Path data;
    private EmbeddedPostgres server;

    private TestDatabase(Path data) {
        this.data = data;
    }

    /** The one that all tests of this process share; it stops with the process. */
    public static synchronized TestDatabase shared() throws IOException {
        if (shared == null) {
            ScratchDirectory scratch = ScratchDirectory.create("postgres");
            TestDatabase started = start(scratch.path());
            atEnd(() -> {
                started.stop();
                scratch.close();
            });
            shared = started;
        }
        return shared;
    }

    /** What ends something that all tests share. */
    interface End {
        void run() throws IOException;
    }

    static void atEnd(End end) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            try {
                                end.run();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }));
    }

    /** A server of its own for one test, which stops it. */
    public static TestDatabase start(Path directory) throws IOException {
        LOG.setLevel(Level.WARNING);
        TestDatabase database = new TestDatabase(directory.resolve("data"));
        database.server =
                EmbeddedPostgres.builder()
                        .setDataDirectory(database.data)
                        .setCleanDataDirectory(false)
                        .setServerConfig("fsync", "off")
                        .start();
        return database;
    }

    public void stop() throws IOException {
        server.close();
    }

    /** Starts it again where it was. */
    public void restart() throws IOException {
        server =
                EmbeddedPostgres.builder()
                        .setPort(server.getPort())
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .start();
    }

    /** Makes an empty database. */
    public DatabaseConfig create() throws IOException {
        String name = "test" + COUNT.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IOException(e);
        }
        String place = "postgresql://127.0.0.1:" + server.getPort() + "/" + name;
        return new DatabaseConfig("jdbc:" + place, place, Map.of("user", "postgres"), 10);
    }
}
