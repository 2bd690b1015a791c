package dev.cooper.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What other processes, kills and disks do to a store. */
class StoreFaultsIT {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    private ScratchDirectory scratch;
    private Path home;

    @BeforeEach
    void makeScratch() throws IOException {
        scratch = ScratchDirectory.create("store");
        home = scratch.resolve("home");
    }

    @AfterEach
    void removeScratch() throws IOException {
        scratch.close();
    }

    private static Set<String> names(LocalStore store) throws IOException {
        Set<String> names = new HashSet<>();
        for (StoredImage image : store.images()) {
            image.names().forEach(name -> names.add(name.familiar()));
        }
        return names;
    }

    @Test
    void aStoreSurvivesKillsAtAnyMoment() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        Set<String> promised = new HashSet<>();
        for (int round = 0; round < 12; round++) {
            Process child =
                    new ProcessBuilder(
                                    StoreChild.command("tag", home.toString(), "r" + round, "999"))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            int lines = random.nextInt(8);
            long delay = random.nextInt(40);
            try (BufferedReader out =
                    new BufferedReader(
                            new InputStreamReader(
                                    child.getInputStream(), StandardCharsets.UTF_8))) {
                for (int i = 0; i < lines; i++) {
                    promised.add(out.readLine().substring("tagged ".length()));
                }
                child.waitFor(delay, TimeUnit.MILLISECONDS);
                child.toHandle().destroyForcibly(); // leaves the pipe open
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    if (line.startsWith("tagged r")) {
                        promised.add(line.substring("tagged ".length()));
                    }
                }
            }
            child.waitFor();
            LocalStore store = LocalStore.open(home);
            StoreChild.verify(store);
        }
        LocalStore store = LocalStore.open(home);
        Set<String> missing = new HashSet<>(promised);
        missing.removeAll(names(store));
        assertEquals(Set.of(), missing, "seed " + SEED);
        store.collectGarbage().orElseThrow();
        assertEquals(0, StoreChild.files(home.resolve("cooper/tmp")));
        StoreChild.verify(store);
    }

    @Test
    void processesThatTagAtOnceLoseNothing() throws IOException, InterruptedException {
        int count = 25;
        List<Process> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            children.add(
                    new ProcessBuilder(
                                    StoreChild.command("tag", home.toString(), "p" + i, "" + count))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
        }
        for (Process child : children) {
            assertEquals(0, child.waitFor());
        }
        LocalStore store = LocalStore.open(home);
        assertEquals(3 * count, names(store).size());
        StoreChild.verify(store);
        assertEquals(List.of(), store.collectGarbage().orElseThrow().blobs());
    }

    private Processes.Result inMountNamespace(String mount, String mode)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("unshare", "-m", "--propagation", "private", "sh", "-c"));
        command.add(mount + " && exec \"$@\"");
        command.add("sh");
        command.addAll(StoreChild.command(mode, home.toString()));
        return Processes.run(command).ok();
    }

    @Test
    void aFullDiskGivesAClearErrorAndLosesNothing() throws IOException, InterruptedException {
        Machine.requireRoot();
        scratch.directory("home");
        String out = inMountNamespace("mount -t tmpfs -o size=4m tmpfs " + home, "full").out();
        List<String> lines = out.lines().toList();
        for (String message : List.of(lines.get(0), lines.get(1))) {
            assertTrue(message.startsWith("message writing " + home), out);
            assertTrue(
                    message.endsWith(
                            ": No space left on device (free some space, for example with cooper"
                                    + " prune, and try again)"),
                    out);
        }
        assertEquals(
                List.of("left 0", "images 1", "freed true", "end"),
                lines.subList(2, lines.size()),
                out);
    }

    @Test
    void aReadOnlyStoreCanBeReadAndSaysWhyItCannotBeWritten()
            throws IOException, InterruptedException {
        Machine.requireRoot();
        LocalStore store = LocalStore.open(home);
        store.tag(Samples.ref("a"), Samples.image(store, "layer"));
        String mount =
                "mount --bind %s %s && mount -o remount,bind,ro %s".formatted(home, home, home);
        List<String> lines = inMountNamespace(mount, "readonly").out().lines().toList();
        assertEquals("images 1", lines.getFirst());
        assertEquals("end", lines.getLast());
        assertEquals(6, lines.size(), lines.toString());
        for (String line : lines.subList(1, 5)) {
            assertTrue(
                    line.endsWith(
                            ": the store cannot be written here (choose another place with"
                                    + " COOPER_HOME)"),
                    line);
        }
    }
}
