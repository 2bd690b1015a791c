package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.scan.advisory.DatabaseFiles;
import dev.cooper.scan.feed.Databases;
import dev.cooper.store.LocalStore;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** What the commands of {@code cooper db} have in common. */
final class DbOptions {
    private DbOptions() {}

    static Usage add(Usage usage) {
        return usage.value(
                "cache-dir",
                0,
                "directory",
                "Where the database is, in its \"db\" (default: $COOPER_CACHE_DIR, or the store)");
    }

    /** Where the database is. */
    static Path directory(Options options, Terminal terminal) throws IOException {
        Map<String, String> environment = terminal.environment();
        return Databases.directory(
                options.value("cache-dir").map(Path::of),
                environment,
                LocalStore.defaultHome(environment));
    }

    /** Cooper's own database, which alone can be passed on. */
    static CooperDatabase open(Options options, Terminal terminal) throws IOException {
        Path directory = directory(options, terminal);
        if (!CooperDatabase.isIn(directory)) {
            throw new SyntaxException(
                    "there is no database of Cooper's own in " + directory + ": build one first");
        }
        Optional<Instant> asOf = options.value("as-of").map(DbOptions::time);
        return asOf.isPresent()
                ? CooperDatabase.open(directory, asOf.get())
                : CooperDatabase.open(directory);
    }

    /** A day, whose end is meant, or a time. */
    static Instant time(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .minusSeconds(1)
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new SyntaxException(
                    "\"" + text + "\" is no date: want 2026-08-22 or 2026-08-22T12:00:00Z", e);
        }
    }

    /** Now, or the time that builds are to be dated with. */
    static Instant now(Terminal terminal) {
        String epoch = terminal.environment().getOrDefault("SOURCE_DATE_EPOCH", "");
        try {
            Instant now = Instant.now();
            return epoch.isEmpty()
                    ? Instant.ofEpochSecond(now.getEpochSecond())
                    : Instant.ofEpochSecond(Long.parseLong(epoch));
        } catch (NumberFormatException e) {
            throw new SyntaxException(
                    "invalid SOURCE_DATE_EPOCH \"" + epoch + "\": want seconds since 1970", e);
        }
    }

    /** Says what is waited for when another process writes the database. */
    static void tellOfOthers(Path directory, Terminal terminal) throws IOException {
        if (new DatabaseFiles(directory).isBeingWritten()) {
            terminal.error("waiting for another process that writes the database in " + directory);
        }
    }

    /** How many states of the database stay. */
    static int keep(Options options) {
        String text = options.value("keep").orElse("3");
        try {
            int keep = Integer.parseInt(text);
            if (keep > 0) {
                return keep;
            }
        } catch (NumberFormatException e) {
            // falls through to the message
        }
        throw new SyntaxException("--keep takes a number of at least 1, not \"" + text + "\"");
    }
}
