package dev.cooper.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.ArchiveException;
import dev.cooper.archive.DigestMismatchException;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarWriter;
import dev.cooper.linux.Directory;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.FileType;
import dev.cooper.oci.Digest;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

class HostileLayerTest {
    private ScratchDirectory scratch;
    private Snapshots snapshots;
    private Path victim;

    @BeforeEach
    void open() throws IOException {
        scratch = ScratchDirectory.create("hostile");
        victim = scratch.directory("victim");
        Files.writeString(victim.resolve("file"), "safe");
        snapshots = open(SnapshotOptions.DEFAULT);
    }

    private Snapshots open(SnapshotOptions options) throws IOException {
        return Snapshots.open(
                scratch.directory("store"),
                options.withDriver(SnapshotDriver.COPY).withIgnoreOwnership(true));
    }

    @AfterEach
    void close() throws IOException {
        snapshots.close();
        assertEquals("safe", Files.readString(victim.resolve("file")));
        try (var files = Files.list(victim)) {
            assertEquals(1, files.count());
        }
        scratch.close();
    }

    private SnapshotId unpack(TestLayer layer) throws IOException {
        return snapshots.unpack(List.of(layer.source())).getFirst();
    }

    private Directory data(SnapshotId id) throws IOException {
        try (SnapshotHome home = SnapshotHome.open(scratch.resolve("store"))) {
            return home.data(id);
        }
    }

    private String refusal(TestLayer layer) throws IOException {
        LayerSource source = layer.source();
        String message =
                assertThrows(ArchiveException.class, () -> snapshots.unpack(List.of(source)))
                        .getMessage();
        assertTrue(message.startsWith("layer " + source.diffId() + ": "), message);
        assertEquals(List.of(), snapshots.list());
        return message;
    }

    @Test
    void refusesPathsThatLeadOut() throws IOException {
        assertTrue(
                refusal(new TestLayer().file("../victim/file", "x"))
                        .endsWith(
                                "layer entry '../victim/file' is refused: its path leads out of"
                                        + " the root directory"));
        refusal(new TestLayer().dir("a").file("a/../../x", "x"));
        refusal(new TestLayer().file("f", "").link("l", "../../victim/file"));
    }

    @Test
    void takesAbsolutePathsFromTheRootOfTheImage() throws IOException {
        SnapshotId id = unpack(new TestLayer().file("/a/b", "x").link("/c", "/a/b"));
        try (Directory data = data(id)) {
            assertEquals(List.of("a", "c"), data.list());
            assertEquals(2, data.stat("c").nlink());
        }
    }

    @Test
    void keepsWritesThroughSymlinksInside() throws IOException {
        String out = victim.toString();
        SnapshotId id =
                unpack(
                        new TestLayer()
                                .symlink("abs", out)
                                .file("abs/file", "evil")
                                .symlink("up", "../../../../../../.." + out)
                                .file("up/other", "evil")
                                .symlink("file", out + "/file")
                                .file("file", "replaced"));
        try (Directory data = data(id)) {
            assertEquals(FileType.FILE, data.stat("file").type());
            try (Directory inside = data.resolve(out)) {
                assertEquals(List.of("file", "other"), inside.list());
            }
        }
    }

    @Test
    void neverLinksToFilesOutside() throws IOException {
        refusal(new TestLayer().symlink("s", victim.toString()).link("h", "s/file"));
        refusal(new TestLayer().link("h", victim + "/file"));
        refusal(new TestLayer().dir("d").link("h", "d"));
        refusal(new TestLayer().link("h", "/"));
        SnapshotId id = unpack(new TestLayer().symlink("s", victim + "/file").link("h", "s"));
        try (Directory data = data(id)) {
            assertEquals(FileType.SYMLINK, data.stat("h").type());
        }
    }

    @Test
    void stopsAtLoopsOfSymlinks() throws IOException {
        LayerSource loop =
                new TestLayer().symlink("a", "b").symlink("b", "a").file("a/f", "x").source();
        assertThrows(ErrnoException.class, () -> snapshots.unpack(List.of(loop)));
        assertEquals(List.of(), snapshots.list());
    }

    @Test
    void refusesOddWhiteouts() throws IOException {
        for (String name : List.of(".wh.", ".wh..", ".wh...", "d/.wh.")) {
            refusal(new TestLayer().whiteout(name));
        }
        refusal(new TestLayer().file(".wh.gone/file", "x"));
        refusal(new TestLayer().file("d/.wh.gone/e/file", "x"));
    }

    @Test
    void skipsTheMetadataOfAufs() throws IOException {
        SnapshotId id =
                unpack(
                        new TestLayer()
                                .dir(".wh..wh.plnk")
                                .file(".wh..wh.plnk/1.2", "x")
                                .file(".wh..wh.aufs", "x")
                                .file("f", "x"));
        try (Directory data = data(id)) {
            assertEquals(List.of("f"), data.list());
        }
    }

    @Test
    void deletesNothingOfItsOwnLayer() throws IOException {
        SnapshotId id =
                unpack(
                        new TestLayer()
                                .file("a", "1")
                                .whiteout(".wh.a")
                                .whiteout(".wh.b")
                                .file("b", "2")
                                .dir("c")
                                .file("c/f", "3")
                                .whiteout(".wh.c"));
        try (Directory data = data(id)) {
            assertEquals(List.of("a", "b", "c"), data.list());
            assertEquals(FileType.FILE, data.stat("b").type());
            assertTrue(OverlayMarks.isOpaqueInAnyForm(data, "c"));
        }
    }

    @Test
    void letsTheLastEntryOfAPathWin() throws IOException {
        SnapshotId id =
                unpack(
                        new TestLayer()
                                .dir("a")
                                .file("a/f", "x")
                                .file("a", "file over directory")
                                .file("b", "x")
                                .dir("b")
                                .file("b/f", "directory over file")
                                .file("c", "1")
                                .file("c", "two")
                                .dir("d")
                                .file("d/kept", "")
                                .add(TarEntry.directory("d").withMode(0700))
                                .symlink("e", "d")
                                .dir("e"));
        try (Directory data = data(id)) {
            assertEquals(FileType.FILE, data.stat("a").type());
            assertEquals(FileType.DIRECTORY, data.stat("b").type());
            assertEquals(3, data.stat("c").size());
            assertEquals(0700, data.stat("d").permissions());
            assertEquals(FileType.DIRECTORY, data.stat("e").type());
            try (Directory d = data.openDirectory("d")) {
                assertEquals(List.of("kept"), d.list());
            }
        }
    }

    @Test
    void takesPathsThatTheKernelDoesNotTake() throws IOException {
        String deep = "directory/".repeat(600) + "file";
        SnapshotId id = unpack(new TestLayer().file(deep, "x").link("short", deep));
        try (Directory data = data(id)) {
            assertEquals(2, data.stat("short").nlink());
        }
    }

    @Test
    void followsLinksToLinksOfTheLayersBelow() throws IOException {
        List<SnapshotId> chain =
                snapshots.unpack(
                        List.of(
                                new TestLayer().file("z", "x").source(),
                                new TestLayer().link("m", "z").link("a", "m").source()));
        try (Directory data = data(chain.getLast())) {
            assertEquals(List.of("a", "m", "z"), data.list());
            assertEquals(3, data.stat("a").nlink());
        }
        LayerSource loop = new TestLayer().link("b", "c").link("c", "b").source();
        assertThrows(ArchiveException.class, () -> snapshots.unpack(List.of(loop)));
    }

    @Test
    void refusesEntriesBelowAFile() throws IOException {
        LayerSource layer = new TestLayer().file("f", "x").file("f/g", "x").source();
        assertThrows(IOException.class, () -> snapshots.unpack(List.of(layer)));
        assertEquals(List.of(), snapshots.list());
    }

    @Test
    void ignoresMarksOfOverlaysInAttributes() throws IOException {
        TarEntry entry = TarEntry.directory("d");
        entry = TestLayer.withXattr(entry, "trusted.overlay.redirect", "/etc".getBytes());
        entry = TestLayer.withXattr(entry, "user.overlay.opaque", "y".getBytes());
        entry = TestLayer.withXattr(entry, "user.mine", "1".getBytes());
        SnapshotId id = unpack(new TestLayer().add(entry));
        try (Directory data = data(id)) {
            assertEquals(Set.of("user.mine"), data.xattrs("d").keySet());
        }
    }

    @Test
    void refusesTheDeviceThatStandsForDeletedFiles() throws IOException {
        refusal(new TestLayer().add(TarEntry.of("x", TarEntry.Type.CHAR_DEVICE, 0600)));
    }

    @Test
    void leavesDevicesOutWhereOnlyRootMayMakeThem() throws IOException {
        TarEntry device = TarEntry.of("null", TarEntry.Type.CHAR_DEVICE, 0666).withDevice(1, 3);
        SnapshotId id = unpack(new TestLayer().add(device).file("f", "x"));
        try (Directory data = data(id)) {
            boolean skipped = snapshots.notes().contains(SnapshotNote.DEVICES_SKIPPED);
            assertEquals(skipped, data.statOrNull("null") == null);
            assertEquals(1, data.stat("f").size());
        }
    }

    @Test
    void keepsSetuidAndCapabilitiesAfterTheOwner() throws IOException {
        Machine.requireRoot();
        byte[] capability = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        TarEntry entry = TarEntry.file("su", 0).withMode(06755).withOwner(33, 44);
        SnapshotId id =
                unpack(
                        new TestLayer()
                                .add(TestLayer.withXattr(entry, "security.capability", capability))
                                .add(TarEntry.symlink("l", "su").withOwner(55, 66)));
        try (Directory data = data(id)) {
            assertEquals(06755, data.stat("su").permissions());
            assertEquals(33, data.stat("su").uid());
            assertEquals(66, data.stat("l").gid());
            assertEquals(Set.of("security.capability"), data.xattrs("su").keySet());
        }
    }

    @Test
    void refusesLayersWithAnotherDigest() throws IOException {
        byte[] tar = new TestLayer().file("f", "x").toBytes();
        Digest other = Digest.sha256(new byte[] {1});
        LayerSource wrong = new LayerSource(other, () -> new ByteArrayInputStream(tar));
        LayerSource good = new TestLayer().file("g", "").source();
        assertThrows(DigestMismatchException.class, () -> snapshots.unpack(List.of(good, wrong)));
        for (SnapshotId id : snapshots.list()) {
            try (Directory data = data(id)) {
                assertNull(data.statOrNull("f"));
            }
        }
    }

    @Test
    void refusesDamagedLayers() throws IOException {
        byte[] tar = new TestLayer().file("f", "x".repeat(5000)).toBytes();
        byte[] cut = java.util.Arrays.copyOf(tar, 3000);
        LayerSource source =
                new LayerSource(Digest.sha256(cut), () -> new ByteArrayInputStream(cut));
        assertThrows(ArchiveException.class, () -> snapshots.unpack(List.of(source)));
        assertEquals(List.of(), snapshots.list());
    }

    @Test
    void stopsAtTheLimitOfEntries() throws IOException {
        snapshots.close();
        snapshots = open(SnapshotOptions.DEFAULT.withLimits(TarLimits.DEFAULT.withMaxEntries(50)));
        PipedInputStream in = new PipedInputStream(1 << 16);
        PipedOutputStream out = new PipedOutputStream(in);
        Thread.ofPlatform().daemon().start(() -> writeMillionEntries(out));
        LayerSource endless = new LayerSource(Digest.sha256(new byte[0]), () -> in);
        String message =
                assertThrows(ArchiveException.class, () -> snapshots.unpack(List.of(endless)))
                        .getMessage();
        assertTrue(message.contains("more than 50 entries"), message);
        assertFalse(Files.exists(scratch.resolve("store/cooper/snapshots/aaaaaaaaaa")));
    }

    private static void writeMillionEntries(PipedOutputStream pipe) {
        try (OutputStream out = pipe;
                TarWriter tar = new TarWriter(out)) {
            for (int i = 0; i < 1_000_000; i++) {
                tar.write(TarEntry.file("f" + i, 0));
            }
        } catch (IOException e) {
            if (e.getMessage() == null || !e.getMessage().contains("closed")) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
