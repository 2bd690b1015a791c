package dev.cooper.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Mounts;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class DiskFaultIT {
    private ScratchDirectory scratch;
    private Path disk;

    @BeforeEach
    void mount() throws IOException {
        Machine.requireRoot();
        scratch = ScratchDirectory.create("fault");
        disk = scratch.directory("disk");
        Mounts.tmpfs(disk.toString(), "size=3m");
    }

    @AfterEach
    void unmount() throws IOException {
        if (disk != null) {
            Mounts.unmount(disk.toString());
            scratch.close();
        }
    }

    private Snapshots open() throws IOException {
        return Snapshots.open(
                disk.resolve("store"), SnapshotOptions.DEFAULT.withDriver(SnapshotDriver.OVERLAY));
    }

    private static LayerSource layer(int kilobytes) throws IOException {
        TestLayer layer = new TestLayer();
        for (int i = 0; i < kilobytes; i++) {
            layer.file("f" + i, "x".repeat(1024));
        }
        return layer.source();
    }

    @Test
    void losesNothingWhenTheDiskIsFull() throws IOException {
        try (Snapshots snapshots = open()) {
            List<SnapshotId> base = snapshots.unpack(List.of(layer(100)));
            LayerSource large = layer(2000);
            String message =
                    assertThrows(IOException.class, () -> snapshots.unpack(List.of(large)))
                            .getMessage();
            assertTrue(message.startsWith("no space is left for the store at " + disk), message);
            assertEquals(base, snapshots.list());
            try (Work work = snapshots.prepare()) {
                try (Mounted mounted = snapshots.mount(base, work);
                        Directory root = mounted.directory()) {
                    assertEquals(100, root.list().size());
                    Files.writeString(Path.of(mounted.root(), "new"), "fits again");
                }
                snapshots.commit(work);
            }
            assertEquals(2, snapshots.list().size());
        }
    }

    @Test
    void saysThatTheStoreIsReadOnly() throws IOException {
        open().close();
        Mounts.bind(disk.toString(), disk.toString(), true, false);
        try {
            String message = assertThrows(IOException.class, () -> open().prepare()).getMessage();
            assertTrue(
                    message.startsWith(
                            "the store at " + disk.resolve("store") + " is on a read-only"),
                    message);
        } finally {
            Mounts.unmount(disk.toString());
        }
        Path other = scratch.directory("other");
        Mounts.bind(other.toString(), other.toString(), true, false);
        try {
            Path missing = other.resolve("store");
            String message =
                    assertThrows(
                                    IOException.class,
                                    () -> Snapshots.open(missing, SnapshotOptions.DEFAULT))
                            .getMessage();
            assertTrue(message.startsWith("the store at " + missing), message);
        } finally {
            Mounts.unmount(other.toString());
        }
    }
}
