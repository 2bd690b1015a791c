package dev.cooper.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.linux.Directory;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class KilledSnapshotsIT {
    private static final int KILLS = 8;

    @Test
    void survivesKillsWithOverlays() throws Exception {
        Machine.requireRoot();
        killRepeatedly(SnapshotDriver.OVERLAY, List.of("unshare", "-m"));
    }

    @Test
    void survivesKillsWithCopies() throws Exception {
        killRepeatedly(SnapshotDriver.COPY, List.of());
    }

    private static void killRepeatedly(SnapshotDriver driver, List<String> before)
            throws Exception {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        try (ScratchDirectory scratch = ScratchDirectory.create("killed")) {
            Path store = scratch.directory("store");
            for (int i = 0; i < KILLS; i++) {
                List<String> command = new ArrayList<>(before);
                command.addAll(
                        ChildJvm.command("KillMain", store.toString(), driver.name(), "kill" + i));
                Process child =
                        new ProcessBuilder(command)
                                .redirectError(ProcessBuilder.Redirect.INHERIT)
                                .start();
                assertTrue(child.getInputStream().read() >= 0, "the child did not start");
                Thread.sleep(random.nextInt(250));
                child.destroyForcibly().waitFor();
            }
            check(store, driver, "seed " + seed);
        }
    }

    private static void check(Path store, SnapshotDriver driver, String seed) throws IOException {
        SnapshotOptions options =
                SnapshotOptions.DEFAULT.withDriver(driver).withIgnoreOwnership(true);
        try (Snapshots snapshots = Snapshots.open(store, options)) {
            List<SnapshotId> found = snapshots.list();
            for (SnapshotId id : found) {
                try (Mounted mounted = snapshots.mount(List.of(id), null);
                        Directory root = mounted.directory()) {
                    assertWhole(root, seed);
                }
            }
            snapshots.cleanStale();
            List<SnapshotId> chain = snapshots.unpack(List.of(KillMain.layer("base")));
            try (Work work = snapshots.prepare()) {
                try (Mounted mounted = snapshots.mount(chain, work);
                        Directory root = mounted.directory()) {
                    KillMain.step(root);
                }
                snapshots.commit(work);
            }
            assertEquals(1, liveWorkAreas(store), seed);
            assertEquals(List.of(), snapshots.remove(snapshots.list()), seed);
        }
        assertEquals(0, liveWorkAreas(store), seed);
    }

    private static void assertWhole(Directory root, String seed) throws IOException {
        List<String> names = root.list();
        assertEquals(1, names.size(), seed);
        try (Directory files = root.openDirectory(names.getFirst())) {
            assertEquals(KillMain.FILES, files.list().size(), seed);
            for (String name : files.list()) {
                assertTrue(files.stat(name).size() >= 4000, seed);
            }
        }
    }

    private static long liveWorkAreas(Path store) throws IOException {
        try (Stream<Path> cooper = Files.list(store.resolve("cooper"))) {
            for (Path path : cooper.toList()) {
                if (String.valueOf(path.getFileName()).startsWith("work")) {
                    try (Stream<Path> areas = Files.list(path)) {
                        return areas.filter(p -> !p.getFileName().toString().startsWith("."))
                                .count();
                    }
                }
            }
        }
        return 0;
    }
}
