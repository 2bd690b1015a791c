package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.DebianRegistry;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Databases through Debian's docker-registry, and updates that are killed. */
class DbUpdateIT {
    private static final int YEARS = 30;

    /** The advisories, and the details of each year. */
    private static final int PARTS = YEARS + 1;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ScratchDirectory scratch;
    private DebianRegistry registry;
    private CommandLine publisher;
    private CooperCommand user;
    private String name;

    @BeforeEach
    void start() throws Exception {
        scratch = ScratchDirectory.create("db-update");
        registry = DebianRegistry.start(scratch.directory("registry"));
        name = registry.host() + "/team/advisories:1";
        publisher = new CommandLine(scratch.resolve("publisher"));
        user = CooperCommand.at(scratch.resolve("user"));
    }

    @AfterEach
    void stop() throws Exception {
        registry.close();
        scratch.close();
    }

    /** Publishes a database of many parts, all of which differ from those of other days. */
    private void publish(int day) throws IOException {
        Path records = scratch.directory("osv" + day);
        for (int year = 0; year < YEARS; year++) {
            Files.writeString(
                    records.resolve(year + ".json"),
                    """
                    {"id": "CVE-%d-%d", "modified": "2026-02-%02dT00:00:00Z", "summary": "Day %d",
                     "affected": [{"package": {"ecosystem": "npm", "name": "thing%d"},
                     "versions": ["1.0.%d"]}]}
                    """
                            .formatted(1990 + year, 1000 + day, day, day, year, day));
        }
        ok("db", "build", "--quiet", "osv=" + records);
        ok("db", "push", name);
    }

    private void ok(String... words) {
        CommandLine.Result result = publisher.run(words);
        assertEquals(0, result.code(), result.err());
    }

    private Path database() {
        return scratch.resolve("user/cooper/db");
    }

    private String found() throws IOException {
        try (CooperDatabase database = CooperDatabase.open(database())) {
            return database.advisories("npm", "thing0").getFirst().id();
        }
    }

    private long parts() throws IOException {
        Path chunks = database().resolve("chunks");
        if (!Files.isDirectory(chunks)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(chunks)) {
            return files.count();
        }
    }

    @Test
    void onlyWhatHasChangedIsFetchedFromDebiansRegistry() throws Exception {
        publish(1);
        String first = user.run("db", "update", name).ok().out();
        assertTrue(first.startsWith("fetched %1$d of %1$d parts".formatted(PARTS)), first);
        assertEquals("CVE-1990-1001", found());
        assertEquals("up to date: " + name + "\n", user.run("db", "update", name).ok().out());
        String status = user.run("db", "status").ok().out();
        assertTrue(status.contains("Advisories:       30"), status);
        assertTrue(status.contains("Size on disk:     "), status);
    }

    @Test
    void whenAnUpdateIsKilledTheOldStateStaysAndTheNextUpdateGoesOn() throws Exception {
        publish(1);
        user.run("db", "update", name).ok();
        publish(2);
        for (int kill = 0; kill < 3; kill++) {
            killInTheMidst();
            assertEquals("CVE-1990-1001", found(), "after kill " + kill);
            user.run("db", "status").ok();
        }
        long known = parts();
        String last = user.run("db", "update", name).ok().out();
        assertTrue(last.matches("(?s)fetched \\d+ of " + PARTS + " parts.*"), last);
        int fetched = Integer.parseInt(last.split(" ")[1]);
        // What came before the kills is not fetched again.
        assertEquals(PARTS - (known - PARTS), fetched);
        assertEquals("CVE-1990-1002", found());
    }

    /** Kills an update, and all it started, when some parts have come and others have not. */
    private void killInTheMidst() throws Exception {
        long before = parts();
        Process update =
                user.process(List.of("db", "update", name))
                        .redirectErrorStream(true)
                        .redirectOutput(scratch.resolve("log").toFile())
                        .start();
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (parts() == before && update.isAlive() && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            // From here on nothing comes, so that the update cannot end before it is killed.
            signal("-STOP");
            assertTrue(update.isAlive(), () -> "the update ended: " + log());
        } finally {
            update.descendants().forEach(ProcessHandle::destroyForcibly);
            update.destroyForcibly().waitFor();
            signal("-CONT");
        }
        assertTrue(parts() > before, () -> "no part came: " + log());
    }

    private void signal(String signal) throws Exception {
        Processes.run("kill", signal, Long.toString(registry.process().pid())).ok();
    }

    private String log() {
        try {
            return Files.readString(scratch.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
