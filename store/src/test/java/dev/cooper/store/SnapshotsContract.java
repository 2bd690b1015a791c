package dev.cooper.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.archive.TarWriter;
import dev.cooper.linux.Directory;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What every snapshot driver must do. */
abstract class SnapshotsContract {
    private ScratchDirectory scratch;
    Path store;
    Snapshots snapshots;

    /** The driver under test; aborts the test when it does not work here. */
    abstract SnapshotDriver driver();

    SnapshotOptions options() {
        return SnapshotOptions.DEFAULT.withDriver(driver());
    }

    @BeforeEach
    void open() throws IOException {
        scratch = ScratchDirectory.create("snapshots");
        store = scratch.directory("store");
        snapshots = Snapshots.open(store, options());
    }

    @AfterEach
    void close() throws IOException {
        if (scratch != null) {
            snapshots.close();
            scratch.close();
        }
    }

    /** Changes the file system of a step. */
    interface Step {
        void run(Directory root) throws IOException;
    }

    List<SnapshotId> run(List<SnapshotId> chain, Step step) throws IOException {
        try (Work work = snapshots.prepare()) {
            try (Mounted mounted = snapshots.mount(chain, work);
                    Directory root = mounted.directory()) {
                step.run(root);
            }
            List<SnapshotId> next = new ArrayList<>(chain);
            next.add(snapshots.commit(work));
            return next;
        }
    }

    static void write(Directory directory, String name, String text) throws IOException {
        try (OutputStream out = directory.create(name, 0644)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    static void overwrite(Mounted mounted, String path, String text) throws IOException {
        Files.writeString(Path.of(mounted.root(), path), text);
    }

    static String read(Directory root, String path) throws IOException {
        try (Directory parent = root.resolve(LayerUnpacker.parentOf(path));
                InputStream in = parent.read(LayerUnpacker.nameOf(path))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static Stat stat(Directory root, String path) throws IOException {
        try (Directory parent = root.resolve(LayerUnpacker.parentOf(path))) {
            return parent.stat(LayerUnpacker.nameOf(path));
        }
    }

    interface View {
        void see(Directory root) throws IOException;
    }

    void view(List<SnapshotId> chain, View view) throws IOException {
        try (Mounted mounted = snapshots.mount(chain, null);
                Directory root = mounted.directory()) {
            view.see(root);
        }
    }

    /** The entries of the topmost layer of a chain, by path. */
    Map<String, TarEntry> layer(List<SnapshotId> chain) throws IOException {
        Map<String, TarEntry> entries = new TreeMap<>();
        TarReader reader =
                new TarReader(
                        new ByteArrayInputStream(layerBytes(chain, LayerOptions.DEFAULT)),
                        TarLimits.DEFAULT);
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            assertNull(entries.put(entry.path(), entry), entry.path());
        }
        return entries;
    }

    byte[] layerBytes(List<SnapshotId> chain, LayerOptions how) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            snapshots.writeLayer(chain.getLast(), tar, how, chain.subList(0, chain.size() - 1));
        }
        return out.toByteArray();
    }

    List<SnapshotId> base() throws IOException {
        return snapshots.unpack(
                List.of(
                        new TestLayer()
                                .dir("etc")
                                .file("etc/hosts", "localhost")
                                .file("etc/passwd", "root")
                                .dir("usr")
                                .dir("usr/bin")
                                .file("usr/bin/sh", "#!")
                                .link("usr/bin/ash", "usr/bin/sh")
                                .symlink("bin", "usr/bin")
                                .gzipped()));
    }

    @Test
    void showsWhatLayersAddChangeAndDelete() throws IOException {
        List<SnapshotId> chain =
                snapshots.unpack(
                        List.of(
                                new TestLayer()
                                        .dir("a")
                                        .file("a/one", "1")
                                        .file("a/two", "2")
                                        .dir("b")
                                        .file("b/old", "old")
                                        .file("c", "file")
                                        .source(),
                                new TestLayer()
                                        .dir("a")
                                        .whiteout("a/.wh.one")
                                        .file("a/two", "second")
                                        .dir("b")
                                        .whiteout("b/.wh..wh..opq")
                                        .file("b/new", "new")
                                        .whiteout(".wh.c")
                                        .gzipped()));
        view(
                chain,
                root -> {
                    assertEquals(List.of("a", "b"), root.list());
                    try (Directory a = root.openDirectory("a");
                            Directory b = root.openDirectory("b")) {
                        assertEquals(List.of("two"), a.list());
                        assertEquals(List.of("new"), b.list());
                        assertEquals("second", read(a, "two"));
                    }
                    assertEquals(900_000_000L, stat(root, "a").mtimeSeconds());
                    assertEquals(7, stat(root, "a").mtimeNanos());
                    assertEquals(1_000_000_000L, stat(root, "a/two").mtimeSeconds());
                    assertEquals(5, stat(root, "a/two").mtimeNanos());
                });
    }

    @Test
    void startsFromNothing() throws IOException {
        List<SnapshotId> chain = run(List.of(), root -> write(root, "hello", "world"));
        view(chain, root -> assertEquals("world", read(root, "hello")));
        assertEquals(List.of("hello"), List.copyOf(layer(chain).keySet()));
        view(List.of(), root -> assertEquals(List.of(), root.list()));
    }

    @Test
    void aGraftedLayerLeavesTheDirectoriesOnItsWayAsTheyAre() throws IOException {
        List<SnapshotId> chain =
                run(
                        List.of(),
                        root -> {
                            makeDirectory(root, "tmp", 01777);
                            makeDirectory(root, "other", 0700);
                        });
        SnapshotId alone =
                run(
                                List.of(),
                                root -> {
                                    makeDirectory(root, "tmp", 0755);
                                    try (Directory tmp = root.openDirectory("tmp")) {
                                        makeDirectory(tmp, "deep", 0711);
                                        write(tmp, "a", "1");
                                        tmp.link(tmp, "a", "b");
                                    }
                                    makeDirectory(root, "other", 0755);
                                })
                        .getLast();
        SnapshotId grafted = snapshots.graft(alone, chain, "/tmp/deep/a");
        view(
                List.of(chain.getFirst(), grafted),
                root -> {
                    assertEquals(01777, stat(root, "tmp").permissions());
                    assertEquals(0711, stat(root, "tmp/deep").permissions(), "new in the layer");
                    assertEquals(0755, stat(root, "other").permissions(), "not on the way");
                    assertEquals(stat(root, "tmp/a").inode(), stat(root, "tmp/b").inode());
                });
        assertEquals(alone, snapshots.graft(alone, chain, "/elsewhere/a"));
        assertEquals(alone, snapshots.graft(alone, List.of(), "/tmp/"));
    }

    private static void makeDirectory(Directory in, String name, int mode) throws IOException {
        in.mkdir(name, 0700);
        in.chmod(name, mode);
    }

    @Test
    void writesOnlyWhatAStepChanged() throws IOException {
        List<SnapshotId> chain =
                run(
                        base(),
                        root -> {
                            try (Directory etc = root.openDirectory("etc")) {
                                write(etc, "motd", "hi");
                                etc.unlink("passwd");
                                etc.setTimes(".", 5, 0);
                            }
                            root.mkdir("new", 0700);
                        });
        Map<String, TarEntry> layer = layer(chain);
        assertEquals(
                List.of("etc", "etc/.wh.passwd", "etc/motd", "new"), List.copyOf(layer.keySet()));
        assertEquals(5, layer.get("etc").mtimeSeconds());
        assertEquals(0700, layer.get("new").mode());
        view(
                chain,
                root -> {
                    try (Directory etc = root.openDirectory("etc")) {
                        assertEquals(List.of("hosts", "motd"), etc.list());
                    }
                });
    }

    @Test
    void givesTheSameFilesAfterWritingAndUnpackingALayer() throws IOException {
        List<SnapshotId> base = base();
        List<SnapshotId> chain =
                run(
                        base,
                        root -> {
                            root.removeTree("etc");
                            root.mkdir("etc", 0711);
                            try (Directory etc = root.openDirectory("etc")) {
                                write(etc, "fresh", "f");
                                etc.link(etc, "fresh", "again");
                            }
                            root.unlink("bin");
                            root.mkdir("bin", 0755);
                            root.mknod("pipe", FileType.FIFO.bits() | 0640, 0, 0);
                            root.setXattr("etc", "user.colour", "red".getBytes());
                        });
        byte[] layer = layerBytes(chain, LayerOptions.DEFAULT);
        LayerSource source =
                new LayerSource(
                        dev.cooper.oci.Digest.sha256(layer), () -> new ByteArrayInputStream(layer));
        List<SnapshotId> again = new ArrayList<>(base);
        again.addAll(snapshots.unpack(List.of(source)));
        assertArrayEquals(layer, layerBytes(again, LayerOptions.DEFAULT));
        view(
                again,
                root -> {
                    try (Directory etc = root.openDirectory("etc")) {
                        assertEquals(List.of("again", "fresh"), etc.list());
                        assertEquals(etc.stat("again").inode(), etc.stat("fresh").inode());
                        assertEquals(0711, etc.stat(".").permissions());
                        assertArrayEquals("red".getBytes(), etc.xattr(".", "user.colour"));
                    }
                    assertEquals(FileType.DIRECTORY, root.stat("bin").type());
                    assertEquals(0640, root.stat("pipe").permissions());
                });
    }

    @Test
    void seesChangesThatKeepSizeAndTime() throws IOException {
        List<SnapshotId> chain =
                run(
                        base(),
                        root -> {
                            try (Directory etc = root.openDirectory("etc")) {
                                Stat before = etc.stat("hosts");
                                etc.unlink("hosts");
                                write(etc, "hosts", "LOCALHOST");
                                etc.setTimes("hosts", before.mtimeSeconds(), before.mtimeNanos());
                            }
                        });
        assertTrue(layer(chain).containsKey("etc/hosts"));
        view(chain, root -> assertEquals("LOCALHOST", read(root, "etc/hosts")));
    }

    @Test
    void keepsANewNameOfAnOldFileTogetherWithIt() throws IOException {
        List<SnapshotId> chain =
                run(
                        base(),
                        root -> {
                            try (Directory etc = root.openDirectory("etc")) {
                                root.link(etc, "hosts", "linked");
                            }
                        });
        Map<String, TarEntry> layer = layer(chain);
        assertEquals(List.of("etc", "etc/hosts", "linked"), List.copyOf(layer.keySet()));
        assertEquals("etc/hosts", layer.get("linked").linkTarget());
        if (driver() != SnapshotDriver.FUSE_OVERLAYFS) { // it touches what it copies up
            assertEquals(900_000_000L, layer.get("etc").mtimeSeconds());
        }
    }

    @Test
    void writesHiddenContentOfOpaqueDirectoriesAsWhiteouts() throws IOException {
        List<SnapshotId> chain =
                run(
                        base(),
                        root -> {
                            root.removeTree("etc");
                            root.mkdir("etc", 0755);
                            try (Directory etc = root.openDirectory("etc")) {
                                write(etc, "passwd", "new");
                            }
                        });
        assertEquals(
                List.of("etc", "etc/.wh.hosts", "etc/passwd"), List.copyOf(layer(chain).keySet()));
    }

    @Test
    void refusesFilesThatLookLikeWhiteouts() throws IOException {
        if (driver() == SnapshotDriver.FUSE_OVERLAYFS) {
            return; // the program takes such names for itself
        }
        List<SnapshotId> base = base();
        String message =
                assertThrows(
                                IOException.class,
                                () -> layer(run(base, root -> write(root, ".wh.file", ""))))
                        .getMessage();
        assertTrue(message.startsWith("'/.wh.file' cannot be part of an image"), message);
    }

    @Test
    void goesOnFromACommittedStep() throws IOException {
        List<SnapshotId> one = run(base(), root -> write(root, "one", "1"));
        List<SnapshotId> two = run(one, root -> write(root, "two", "2"));
        List<SnapshotId> other = run(one, root -> root.unlink("one"));
        assertEquals(List.of("two"), List.copyOf(layer(two).keySet()));
        assertEquals(List.of(".wh.one"), List.copyOf(layer(other).keySet()));
        view(
                two,
                root -> {
                    assertEquals("1", read(root, "one"));
                    assertEquals("2", read(root, "two"));
                });
    }

    @Test
    void writesNothingForAStepThatChangesNothing() throws IOException {
        List<SnapshotId> chain = run(base(), root -> root.resolve("usr/bin").close());
        assertEquals(Map.of(), layer(chain));
    }

    @Test
    void keepsChangesOverSeveralMountsOfOneWork() throws IOException {
        List<SnapshotId> base = base();
        try (Work work = snapshots.prepare()) {
            try (Mounted first = snapshots.mount(base, work)) {
                overwrite(first, "first", "1");
            }
            try (Mounted second = snapshots.mount(base, work)) {
                overwrite(second, "second", "2");
                assertEquals("1", Files.readString(Path.of(second.root(), "first")));
            }
            List<SnapshotId> chain = new ArrayList<>(base);
            chain.add(snapshots.commit(work));
            assertEquals(List.of("first", "second"), List.copyOf(layer(chain).keySet()));
        }
    }

    @Test
    void forgetsAWorkThatIsNotCommitted() throws IOException {
        List<SnapshotId> base = base();
        try (Work work = snapshots.prepare();
                Mounted mounted = snapshots.mount(base, work)) {
            overwrite(mounted, "lost", "x");
        }
        view(base, root -> assertNull(root.statOrNull("lost")));
        assertEquals(base, snapshots.list());
    }

    @Test
    void keepsTheAttributesOfTheRootDirectory() throws IOException {
        List<SnapshotId> base =
                snapshots.unpack(
                        List.of(
                                new TestLayer()
                                        .add(
                                                TarEntry.directory(".")
                                                        .withMode(0750)
                                                        .withMtime(77, 0))
                                        .file("f", "")
                                        .source(),
                                new TestLayer().file("g", "").source()));
        view(base, root -> assertEquals(0750, root.stat(".").permissions()));
        List<SnapshotId> same = run(base, root -> write(root, "h", ""));
        assertEquals(List.of("h"), List.copyOf(layer(same).keySet()));
        List<SnapshotId> changed = run(same, root -> root.chmod(".", 0711));
        assertEquals(List.of("."), List.copyOf(layer(changed).keySet()));
        view(changed, root -> assertEquals(0711, root.stat(".").permissions()));
    }

    @Test
    void showsAHundredAndThirtyLayers() throws IOException {
        List<LayerSource> layers = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            layers.add(new TestLayer().file("f" + i, "" + i).file("last", "" + i).source());
        }
        List<SnapshotId> chain = snapshots.unpack(layers);
        view(
                chain,
                root -> {
                    assertEquals("0", read(root, "f0"));
                    assertEquals("129", read(root, "last"));
                });
        List<SnapshotId> next = run(chain, root -> write(root, "more", "m"));
        assertEquals(List.of("more"), List.copyOf(layer(next).keySet()));
    }

    @Test
    void takesTheSameLayerTwice() throws IOException {
        LayerSource empty = new TestLayer().source();
        LayerSource a = new TestLayer().file("f", "a").source();
        LayerSource b = new TestLayer().file("f", "b").source();
        List<SnapshotId> chain = snapshots.unpack(List.of(a, empty, b, empty, a));
        assertEquals(chain.get(0), chain.get(4));
        view(chain, root -> assertEquals("a", read(root, "f")));
    }

    @Test
    void hidesEverythingBelowAnOpaqueRoot() throws IOException {
        List<SnapshotId> chain =
                snapshots.unpack(
                        List.of(
                                new TestLayer().file("old", "").source(),
                                new TestLayer().whiteout(".wh..wh..opq").file("new", "").source()));
        view(chain, root -> assertEquals(List.of("new"), root.list()));
        List<SnapshotId> next = run(chain, root -> write(root, "x", ""));
        view(next, root -> assertEquals(List.of("new", "x"), root.list()));
    }

    @Test
    void takesAttributesOfUnlistedDirectoriesFromTheLayersBelow() throws IOException {
        List<SnapshotId> chain =
                snapshots.unpack(
                        List.of(
                                new TestLayer()
                                        .add(TarEntry.directory("d").withMode(0701).withMtime(9, 0))
                                        .source(),
                                new TestLayer().file("d/e/f", "x").source()));
        view(
                chain,
                root -> {
                    assertEquals(0701, stat(root, "d").permissions());
                    assertEquals(9, stat(root, "d").mtimeSeconds());
                    assertEquals(0755, stat(root, "d/e").permissions());
                });
    }

    @Test
    void linksToFilesOfTheLayersBelow() throws IOException {
        List<SnapshotId> chain = new ArrayList<>(base());
        chain =
                new ArrayList<>(
                        snapshots.unpack(
                                List.of(
                                        baseSource(),
                                        new TestLayer().link("etc/second", "etc/hosts").source())));
        view(
                chain,
                root -> {
                    assertEquals("localhost", read(root, "etc/second"));
                    assertEquals(stat(root, "etc/hosts").inode(), stat(root, "etc/second").inode());
                });
    }

    private static LayerSource baseSource() throws IOException {
        return new TestLayer().dir("etc").file("etc/hosts", "localhost").source();
    }

    @Test
    void writesTheSameBytesEveryTimeAndClampsTimes() throws IOException {
        List<SnapshotId> base = base();
        Step step =
                root -> {
                    write(root, "now", "x");
                    root.symlink("now", "link");
                    root.mkdir("dir", 0755);
                    root.unlink("bin");
                };
        byte[] one = layerBytes(run(base, step), LayerOptions.clampedTo(500));
        byte[] two = layerBytes(run(base, step), LayerOptions.clampedTo(500));
        assertArrayEquals(one, two);
        assertEquals(OptionalLong.of(500), LayerOptions.clampedTo(500).newestSeconds());
    }

    @Test
    void removesOnlyWhatNobodyUses() throws IOException {
        List<SnapshotId> base = base();
        List<SnapshotId> chain = run(base, root -> write(root, "x", ""));
        try (Snapshots other = Snapshots.open(store, options())) {
            assertEquals(base, other.remove(base));
            assertTrue(other.contains(base.getFirst()));
        }
        try (Mounted mounted = snapshots.mount(chain, null)) {
            assertNotNull(mounted.root());
            assertEquals(chain, snapshots.remove(chain));
        }
        assertEquals(List.of(), snapshots.remove(chain));
        assertEquals(List.of(), snapshots.list());
        assertFalse(snapshots.contains(base.getFirst()));
        assertThrows(IOException.class, () -> snapshots.mount(base, null).close());
    }

    @Test
    void unpacksALayerOnce() throws IOException {
        List<SnapshotId> base = base();
        LayerSource never =
                new LayerSource(
                        baseSource().diffId(),
                        () -> {
                            throw new IOException("read again");
                        });
        assertThrows(IOException.class, () -> snapshots.unpack(List.of(never)));
        List<SnapshotId> once = snapshots.unpack(List.of(baseSource()));
        assertEquals(once, snapshots.unpack(List.of(never)));
        assertNotEquals(base, once);
    }

    @Test
    void countsWhatItTakes() throws IOException {
        List<SnapshotId> chain = run(List.of(), root -> write(root, "f", "x".repeat(100_000)));
        SnapshotUsage usage = snapshots.usage(chain.getFirst());
        assertEquals(1, usage.files());
        assertTrue(usage.bytes() >= 100_000, usage.toString());
        assertEquals(usage, snapshots.usage(chain.getFirst()));
    }
}
