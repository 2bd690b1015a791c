package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.DigestMismatchException;
import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

class InventoriesTest {
    private static final String STATUS =
            "Package: curl\nStatus: install ok installed\nVersion: 7.88\n";

    @TempDir Path directory;

    private final AtomicInteger opened = new AtomicInteger();

    /** Keeps the names of the files that end in ".txt", and how many bytes of them it saw. */
    private static final class Texts implements LayerObserver {
        @Override
        public String id() {
            return "texts-1";
        }

        @Override
        public Observation begin() {
            return new Observation() {
                private final StringBuilder seen = new StringBuilder();

                @Override
                public boolean wants(Candidate file) {
                    return file.name().endsWith(".txt");
                }

                @Override
                public int most() {
                    return 10;
                }

                @Override
                public void read(LayerFile file) throws IOException {
                    if (file.name().equals("bad.txt")) {
                        throw new DamagedFileException("it is bad");
                    }
                    seen.append(file.path()).append(':').append(file.bytes().length);
                    seen.append(file.isWhole() ? "" : "+").append(' ');
                }

                @Override
                public byte[] result() {
                    return seen.toString().getBytes(StandardCharsets.UTF_8);
                }
            };
        }
    }

    private Inventories.Layer layer(TestLayer made) {
        byte[] tar = made.tar();
        return new Inventories.Layer(
                Digest.sha256(tar),
                () -> {
                    opened.incrementAndGet();
                    return new ByteArrayInputStream(tar);
                });
    }

    private Inspected inspect(List<Inventories.Layer> layers, LayerObserver... observers)
            throws Exception {
        return new Inventories(directory.resolve("cache")).inspect(layers, List.of(observers));
    }

    private static String text(Inspected inspected, int layer) {
        byte[] result = inspected.observed().get(layer).get("texts-1");
        return new String(result, StandardCharsets.UTF_8);
    }

    /** Keeps the names of files of nobody, and counts those that it was shown. */
    private static final class OfNobody implements LayerObserver {
        private final AtomicInteger shown = new AtomicInteger();

        @Override
        public String id() {
            return "texts-1";
        }

        @Override
        public boolean leavesOutOwned() {
            return true;
        }

        @Override
        public Observation begin() {
            return new Observation() {
                private final List<String> seen = new ArrayList<>();

                @Override
                public boolean wants(Candidate file) {
                    return file.name().endsWith(".txt");
                }

                @Override
                public void read(LayerFile file) {
                    shown.incrementAndGet();
                    seen.add(file.path());
                }

                @Override
                public void forget(Predicate<String> paths) {
                    seen.removeIf(paths);
                }

                @Override
                public byte[] result() {
                    return String.join(" ", seen).getBytes(StandardCharsets.UTF_8);
                }
            };
        }
    }

    private static TestLayer packaged(String... files) {
        TestLayer layer = new TestLayer();
        List.of("etc/a.txt", "usr/share/a.txt", "usr/share/b.txt")
                .forEach(each -> layer.file(each, "text"));
        return layer.file("var/lib/dpkg/info/curl.list", String.join("\n", files));
    }

    /** A layer in a file, in which some say what the packages have brought before it is read. */
    private Inventories.Layer inFile(TestLayer made, TestLayer ahead) {
        Inventories.Layer layer = layer(made);
        byte[] said = ahead.tar();
        return new Inventories.Layer(
                layer.diffId(),
                new Inventories.Content() {
                    @Override
                    public InputStream open() throws IOException {
                        return layer.content().open();
                    }

                    @Override
                    public Optional<InputStream> openLeaping() {
                        return Optional.of(new ByteArrayInputStream(said));
                    }
                });
    }

    @Test
    void whoLeavesOutFilesOfPackagesKeepsNothingOfThem() throws Exception {
        OfNobody all = new OfNobody();
        String[] brought = {"/etc/a.txt", "/usr/share/a.txt"};
        assertEquals(
                "etc/a.txt usr/share/b.txt",
                text(inspect(List.of(layer(packaged(brought))), all), 0));
        assertEquals(3, all.shown.get());
    }

    @Test
    void filesOfPackagesAreNotReadForWhoLeavesThemOutWhenTheyAreKnownAhead() throws Exception {
        OfNobody fewer = new OfNobody();
        String[] brought = {"/etc/a.txt", "/usr/share/a.txt"};
        Inventories.Layer layer = inFile(packaged(brought), packaged(brought));
        assertEquals("etc/a.txt usr/share/b.txt", text(inspect(List.of(layer), fewer), 0));
        assertEquals(2, fewer.shown.get());
        assertEquals(1, opened.get());
    }

    @Test
    void whatWasSaidAheadOfThePackagesAndIsNotTrueHidesNothing() throws Exception {
        Inventories.Layer layer =
                inFile(packaged("/usr/share/a.txt"), packaged("/usr/share/b.txt"));
        String found = text(inspect(List.of(layer), new OfNobody()), 0);
        assertEquals("etc/a.txt usr/share/b.txt", found);
    }

    @Test
    void sizesOfLayersAreKnownWithoutReadingThemAgain() throws Exception {
        TestLayer made = new TestLayer().file("a.txt", "short");
        List<Long> sizes = List.of((long) made.tar().length);
        Inventories.Layer layer = layer(made);
        assertEquals(sizes, inspect(List.of(layer)).sizes());
        assertEquals(sizes, inspect(List.of(layer)).sizes());
        assertEquals(1, opened.get());
    }

    @Test
    void aLayerIsReadOnceForAllWhoWantToSeeIt() throws Exception {
        Inventories.Layer base = layer(new TestLayer().file("var/lib/dpkg/status", STATUS));
        Inventories.Layer top =
                layer(
                        new TestLayer()
                                .file("a.txt", "short")
                                .file("b.txt", "more than ten bytes")
                                .file("bad.txt", ""));
        for (int i = 0; i < 2; i++) {
            Inspected found = inspect(List.of(base, top, top), new Texts());
            assertEquals(List.of("curl 7.88 @0"), TestLayer.names(found.inventory()));
            assertEquals("", text(found, 0));
            assertEquals("a.txt:5 b.txt:10+ ", text(found, 1));
            assertEquals(List.of("bad.txt: it is bad"), found.inventory().warnings());
            assertEquals(2, opened.get());
        }
    }

    @Test
    void ofThoseWhoWantALayerAtTheSameTimeOneReadsIt() throws Exception {
        Inventories.Layer layer = layer(new TestLayer().file("var/lib/dpkg/status", STATUS));
        List<Thread> threads = new ArrayList<>();
        List<Object> found = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 8; i++) {
            threads.add(
                    Thread.startVirtualThread(() -> {
                        try {
                            found.add(TestLayer.names(inspect(List.of(layer)).inventory()));
                        } catch (Exception e) {
                            found.add(e);
                        }
                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(Collections.nCopies(8, List.of("curl 7.88 @0")), found);
        assertEquals(1, opened.get());
    }

    @Test
    void aNewObserverReadsTheLayerAgainAndAlone() throws Exception {
        Inventories.Layer layer =
                layer(new TestLayer().file("var/lib/dpkg/status", STATUS).file("a.txt", "x"));
        assertEquals(1, inspect(List.of(layer)).inventory().packages().size());
        Inspected again = inspect(List.of(layer), new Texts());
        assertEquals("a.txt:1 ", text(again, 0));
        assertEquals(1, again.inventory().packages().size());
        assertEquals(2, opened.get());
    }

    @Test
    void whatIsKeptButDamagedIsMadeAgain() throws Exception {
        Inventories.Layer layer = layer(new TestLayer().file("var/lib/dpkg/status", STATUS));
        Inspected first = inspect(List.of(layer), new Texts());
        int readings = 1;
        for (Path kept : kept()) {
            byte[] good = Files.readAllBytes(kept);
            for (int at : new int[] {0, good.length / 2, good.length - 1}) {
                byte[] bad = good.clone();
                bad[at] ^= 1;
                Files.write(kept, bad);
                assertEquals(
                        first.inventory().packages(),
                        inspect(List.of(layer), new Texts()).inventory().packages());
                assertEquals(++readings, opened.get());
                assertArrayEquals(good, Files.readAllBytes(kept));
            }
            Files.write(kept, new byte[] {1});
            inspect(List.of(layer), new Texts());
            assertEquals(++readings, opened.get());
        }
    }

    @Test
    void aLayerThatIsAnotherThanItsDiffIdSaysIsRefusedAndNotKept() throws Exception {
        byte[] tar = new TestLayer().file("var/lib/dpkg/status", STATUS).tar();
        Inventories.Layer wrong =
                new Inventories.Layer(
                        Digest.sha256(new byte[0]), () -> new ByteArrayInputStream(tar));
        assertThrows(DigestMismatchException.class, () -> inspect(List.of(wrong)));
        assertEquals(List.of(), kept());
    }

    @Test
    void aCacheThatCannotBeWrittenCostsAWarningOnly() throws Exception {
        Files.writeString(directory.resolve("cache"), "a file");
        Inventories.Layer layer = layer(new TestLayer().file("var/lib/dpkg/status", STATUS));
        Inspected found = inspect(List.of(layer));
        assertEquals(1, found.inventory().packages().size());
        assertTrue(found.inventory().warnings().getFirst().contains("cannot be kept"));
    }

    @Test
    void whatALayerAboveDeletedOrReplacedIsHidden() throws Exception {
        Inspected found =
                inspect(
                        List.of(
                                layer(new TestLayer().file("a/deleted", "").file("b/kept", "")),
                                layer(new TestLayer().file("c/replaced", "")),
                                layer(
                                        new TestLayer()
                                                .whiteout("a/deleted")
                                                .file("c/replaced", "x")),
                                layer(new TestLayer().file("d/.wh..wh..opq", ""))));
        Overlay overlay = found.inventory().overlay();
        assertTrue(overlay.hides("a/deleted", 0));
        assertFalse(overlay.hides("a/deleted", 2));
        assertFalse(overlay.hides("b/kept", 0));
        assertTrue(overlay.hides("c/replaced", 1));
        assertTrue(overlay.hides("d/e/f", 0));
    }

    @Test
    void directoriesAreReadWithoutFollowingLinks() throws Exception {
        Path root = Files.createDirectories(directory.resolve("root"));
        Files.createDirectories(root.resolve("var/lib/dpkg"));
        Files.writeString(root.resolve("var/lib/dpkg/status"), STATUS);
        Files.createSymbolicLink(root.resolve("var/loop"), Path.of(".."));
        Files.writeString(directory.resolve("outside.txt"), "outside");
        Files.createSymbolicLink(root.resolve("link.txt"), Path.of("../outside.txt"));
        for (String path : List.of("a.txt", "skipped/b.txt", "deep/er/skipped/c.txt", "d.no.txt")) {
            Files.createDirectories(root.resolve(path).getParent());
            Files.writeString(root.resolve(path), "x");
        }
        DirectoryOptions options =
                new DirectoryOptions(List.of("**/skipped"), List.of("*.no.txt"), true, false);
        Inspected found =
                new Inventories(directory.resolve("cache"))
                        .inspectDirectory(root, options, List.of(new Texts()));
        assertEquals(List.of("curl 7.88 @0"), TestLayer.names(found.inventory()));
        assertEquals("a.txt:1 ", text(found, 0));
    }

    private List<Path> kept() throws IOException {
        Path cache = directory.resolve("cache");
        if (!Files.exists(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }
}
