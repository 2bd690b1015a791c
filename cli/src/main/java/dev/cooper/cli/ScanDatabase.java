package dev.cooper.cli;

import dev.cooper.cli.scan.ScanSettings;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.feed.Databases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The database of a scan: fetched first where {@code --db-repository} says from where and it is
 * time.
 *
 * @param directory where it is
 */
record ScanDatabase(Path directory, ScanSettings settings, Terminal terminal) {
    private static final Duration OLD = Duration.ofDays(3);
    private static final Duration FRESH = Duration.ofDays(1);

    /** How long a registry is not asked again, whose newest state is an older one. */
    private static final Duration ASKED = Duration.ofHours(1);

    /** Its time is when a registry was asked last. */
    private static final String MARK = "asked";

    private static final int KEPT = 3;

    /** Opens it; empty when there is none, and packages are listed all the same. */
    Optional<AdvisoryDatabase> open() throws IOException {
        update();
        AdvisoryDatabase database;
        try {
            database = Databases.open(directory, Optional.empty());
        } catch (SyntaxException e) {
            if (settings.given("list-all-pkgs") && settings.isOn("list-all-pkgs")) {
                warn(String.valueOf(e.getMessage()));
                return Optional.empty();
            }
            throw e;
        }
        Instant builtAt = database.edition().builtAt();
        Duration age = Duration.between(builtAt, Instant.now());
        if (age.compareTo(OLD) > 0) {
            warn(
                    "the advisory database is "
                            + age.toDays()
                            + " days old ("
                            + builtAt
                            + "); update it with 'cooper db update'");
        }
        return Optional.of(database);
    }

    private void warn(String text) {
        if (!settings.isOn("quiet")) {
            terminal.error("warning: " + text);
        }
    }

    private void update() throws IOException {
        List<String> references = new ArrayList<>();
        for (String each : settings.list("db-repository")) {
            references.addAll(List.of(each.split("\\s+", -1)));
        }
        if (references.isEmpty()
                || settings.isOn("skip-db-update")
                || settings.isOn("offline-scan")) {
            return;
        }
        boolean isThere = Databases.isIn(directory);
        if (isThere && !isDue()) {
            return;
        }
        try (Remote remote = new Remote(terminal, settings.isOn("insecure"))) {
            String told = DbUpdateCommand.update(references, remote, directory, KEPT, terminal);
            if (!settings.isOn("quiet")) {
                terminal.error("advisory database: " + told);
            }
            Files.write(directory.resolve(MARK), new byte[0]);
            Files.setLastModifiedTime(directory.resolve(MARK), FileTime.from(Instant.now()));
        } catch (IOException e) {
            if (!isThere) {
                throw e;
            }
            warn("the advisory database stays as it is: " + e.getMessage());
        }
    }

    private boolean isDue() throws IOException {
        try (AdvisoryDatabase database = Databases.open(directory, Optional.empty())) {
            if (isWithin(FRESH, database.edition().builtAt())) {
                return false;
            }
        }
        try {
            return !isWithin(ASKED, Files.getLastModifiedTime(directory.resolve(MARK)).toInstant());
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    private static boolean isWithin(Duration duration, Instant time) {
        return Duration.between(time, Instant.now()).compareTo(duration) < 0;
    }
}
