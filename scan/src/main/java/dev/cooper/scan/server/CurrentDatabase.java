package dev.cooper.scan.server;

import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.AdvisoryDatabase.Edition;
import dev.cooper.scan.feed.Databases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The newest state of an advisory database: whoever asks is told by the one that is there then, and
 * an older one is closed when the last who uses it is done.
 */
final class CurrentDatabase implements AutoCloseable {
    private static final long LOOK_NANOS = 1_000_000_000;

    /** The files one of which changes with the database, whosever it is. */
    private static final List<String> FILES =
            List.of(
                    "index.json",
                    "trivy.db",
                    "db/trivy.db",
                    "vulnerability.db",
                    "6/vulnerability.db");

    /** What is done with a database. */
    @FunctionalInterface
    interface Use<R> {
        R apply(AdvisoryDatabase database) throws IOException;
    }

    private static final class Opened {
        final AdvisoryDatabase database;
        final String stamp;
        int users = 1;

        Opened(AdvisoryDatabase database, String stamp) {
            this.database = database;
            this.stamp = stamp;
        }
    }

    private final Path directory;
    private final Consumer<String> log;
    private Opened current;
    private String failed = "";
    private long looked = System.nanoTime();

    /**
     * Opens it.
     *
     * @param log takes a sentence when a newer state cannot be read
     * @throws dev.cooper.oci.SyntaxException when there is none
     */
    CurrentDatabase(Path directory, Consumer<String> log) throws IOException {
        this.directory = directory;
        this.log = log;
        String stamp = stamp(directory);
        this.current = new Opened(Databases.open(directory, Optional.empty()), stamp);
    }

    /** Does something with the newest state. */
    <R> R use(Use<R> use) throws IOException {
        Opened opened = acquire();
        try {
            return use.apply(opened.database);
        } finally {
            release(opened);
        }
    }

    Edition edition() throws IOException {
        return use(AdvisoryDatabase::edition);
    }

    private synchronized Opened acquire() throws IOException {
        long now = System.nanoTime();
        if (now - looked >= LOOK_NANOS) {
            looked = now;
            look();
        }
        current.users++;
        return current;
    }

    private void look() throws IOException {
        String stamp = stamp(directory);
        if (stamp.equals(current.stamp) || stamp.equals(failed)) {
            return;
        }
        Opened newer;
        try {
            newer = new Opened(Databases.open(directory, Optional.empty()), stamp);
        } catch (IOException | RuntimeException e) {
            failed = stamp;
            log.accept("the new advisory database is not used: " + e.getMessage());
            return;
        }
        Opened older = current;
        current = newer;
        release(older);
    }

    private synchronized void release(Opened opened) throws IOException {
        opened.users--;
        if (opened.users == 0) {
            opened.database.close();
        }
    }

    private static String stamp(Path directory) {
        StringBuilder stamp = new StringBuilder();
        for (String name : FILES) {
            try {
                BasicFileAttributes file =
                        Files.readAttributes(directory.resolve(name), BasicFileAttributes.class);
                stamp.append(name).append(' ').append(file.size()).append(' ');
                stamp.append(file.lastModifiedTime()).append(' ').append(file.fileKey());
                stamp.append('\n');
            } catch (IOException e) {
                // it is not there
            }
        }
        return stamp.toString();
    }

    @Override
    public void close() throws IOException {
        release(current);
    }
}
