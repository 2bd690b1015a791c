package dev.cooper.cli;

import dev.cooper.cli.format.Amount;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Json;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.scan.advisory.DatabaseFiles;
import dev.cooper.scan.advisory.DatabaseState;
import dev.cooper.scan.feed.Databases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code cooper db status}: what the database is and how old. */
final class DbStatusCommand implements Command {
    static final String SUMMARY = "Show what the database has, and how old it is";

    @Override
    public Usage usage() {
        return DbOptions.add(
                Usage.of("cooper db status [OPTIONS]", SUMMARY)
                        .operands(0, 0)
                        .value("format", 0, "string", "\"json\" prints one JSON object"));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        boolean json = Remote.json(options.value("format"));
        Path directory = DbOptions.directory(options, terminal);
        try (AdvisoryDatabase database = Databases.open(directory, Optional.empty())) {
            if (database instanceof CooperDatabase own) {
                print(own, directory, json, terminal);
            } else {
                other(database.edition(), directory, json, terminal);
            }
        }
        return 0;
    }

    private static void other(
            AdvisoryDatabase.Edition edition, Path directory, boolean json, Terminal terminal)
            throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("directory", directory.toString());
        members.put("kind", edition.kind());
        members.put("built", edition.builtAt().toString());
        members.put("bytes", size(directory));
        if (json) {
            terminal.println(Json.writeString(members));
        } else {
            terminal.println("Directory:  " + directory);
            terminal.println("Kind:       " + edition.kind());
            terminal.println(
                    "Built:      " + edition.builtAt() + " (" + age(edition.builtAt()) + ")");
            terminal.println("Size:       " + Amount.size(size(directory)));
        }
    }

    private static void print(
            CooperDatabase database, Path directory, boolean json, Terminal terminal)
            throws IOException {
        DatabaseState state = database.state();
        if (json) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("directory", directory.toString());
            members.put("kind", database.edition().kind());
            members.put("digest", database.edition().digest());
            members.put("advisories", state.advisories());
            members.put("vulnerabilities", state.vulnerabilities());
            members.put("bytes", size(directory));
            members.put("index", Json.parse(state.toJson()));
            terminal.println(Json.writeString(members));
            return;
        }
        terminal.println("Directory:        " + directory);
        terminal.println("Digest:           " + database.edition().digest());
        terminal.println("Built:            " + state.builtAt());
        terminal.println("As of:            " + state.asOf() + " (" + age(state.asOf()) + ")");
        terminal.println("Advisories:       " + state.advisories());
        terminal.println("Vulnerabilities:  " + state.vulnerabilities());
        terminal.println("Size on disk:     " + Amount.size(size(directory)));
        terminal.println("");
        terminal.print(sources(state));
        terminal.println("");
        terminal.println("States that are kept:");
        for (DatabaseState each : new DatabaseFiles(directory).list()) {
            terminal.println("  " + each.asOf() + "  " + each.advisories() + " advisories");
        }
    }

    private static String sources(DatabaseState state) {
        StringBuilder text = new StringBuilder("Sources:\n");
        for (DatabaseState.Origin origin : state.sources()) {
            String ecosystem = origin.ecosystem().isEmpty() ? "" : " for " + origin.ecosystem();
            String licence = origin.licence().isEmpty() ? "" : ", " + origin.licence();
            String date =
                    origin.asOf().map(time -> ", " + time.toString().substring(0, 10)).orElse("");
            text.append("  ").append(origin.source().name()).append(ecosystem);
            text.append(": ").append(origin.records()).append(" records");
            text.append(date).append(licence).append('\n');
        }
        return text.toString();
    }

    /** Of all files there, those of other states too. */
    private static long size(Path directory) throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    size += file.toFile().length(); // nothing where an update has just removed it
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return size;
    }

    /** How old something is, in days or hours. */
    private static String age(Instant time) {
        Duration age = Duration.between(time, Instant.now());
        return age.toDays() > 0
                ? age.toDays() + (age.toDays() == 1 ? " day old" : " days old")
                : age.toHours() == 1 ? "1 hour old" : Math.max(0, age.toHours()) + " hours old";
    }
}
