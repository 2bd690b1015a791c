package dev.cooper.store.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.ArchiveException;
import dev.cooper.archive.Compression;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.oci.Descriptor;
import dev.cooper.store.LocalStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The files of an image as one tar. The layers of each image stand bottom first. */
class FlattenTest {
    @TempDir Path directory;

    /** What the tar holds: files with their text, links with an arrow, directories with "/". */
    private Map<String, String> files(TestTar... layers) throws IOException {
        LocalStore store = LocalStore.open(directory.resolve("store"));
        byte[][] plain = new byte[layers.length][];
        for (int i = 0; i < layers.length; i++) {
            plain[i] = layers[i].bytes();
        }
        Descriptor image = TestTar.image(store, Compression.GZIP, plain);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Flatten.image(store, image, out);
        TarReader reader =
                new TarReader(new ByteArrayInputStream(out.toByteArray()), TarLimits.DEFAULT);
        Map<String, String> found = new TreeMap<>();
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            String text =
                    switch (entry.type()) {
                        case DIRECTORY -> "/" + Integer.toOctalString(entry.mode());
                        case HARDLINK, SYMLINK -> "->" + entry.linkTarget();
                        default ->
                                new String(reader.content().readAllBytes(), StandardCharsets.UTF_8);
                    };
            if (entry.type() == TarEntry.Type.HARDLINK) {
                assertTrue(found.containsKey(entry.linkTarget()), "the target comes first");
            }
            found.put(entry.cleanPath(), text);
        }
        return found;
    }

    private static TestTar layer() {
        return new TestTar();
    }

    @Test
    void upperLayersReplaceAndDelete() throws IOException {
        Map<String, String> files =
                files(
                        layer().file("a", "1").file("b", "1").file("d/x", "1").file("d/y", "1"),
                        layer().file("a", "2").file(".wh.b", "").file("d/.wh.x", ""),
                        layer().file("b/c", "3"));
        assertEquals(Map.of("a", "2", "b/c", "3", "d/y", "1"), files);
    }

    @Test
    void anOpaqueDirectoryHidesWhatIsBelowButNotItsOwn() throws IOException {
        Map<String, String> files =
                files(
                        layer().file("d/old", "1").file("e/old", "1"),
                        layer().file("d/new", "2").file("d/.wh..wh..opq", "").file("e/new", "2"));
        assertEquals(Map.of("d/new", "2", "e/new", "2", "e/old", "1"), files);
    }

    @Test
    void theTopmostAttributesOfADirectoryCount() throws IOException {
        Map<String, String> files =
                files(
                        layer().add(TarEntry.directory("d").withMode(0700)),
                        layer().add(TarEntry.directory("d").withMode(01777)),
                        layer().file("d/x", "3"));
        assertEquals(Map.of("d", "/1777", "d/x", "3"), files);
    }

    @Test
    void aFileBetweenTwoDirectoriesEndsTheLowerOne() throws IOException {
        Map<String, String> files =
                files(
                        layer().file("a/low", "1"),
                        layer().file("a", "2"),
                        layer().file("a/up", "3"));
        assertEquals(Map.of("a/up", "3"), files);
    }

    @Test
    void aDirectoryReplacesALinkOfTheLayerBelow() throws IOException {
        Map<String, String> files =
                files(
                        layer().add(TarEntry.symlink("lib", "usr/lib")).file("usr/lib/x", "1"),
                        layer().file("lib/y", "2"));
        assertEquals(Map.of("lib/y", "2", "usr/lib/x", "1"), files);
    }

    @Test
    void aHardLinkKeepsTheContentThatItsTargetHadInItsLayer() throws IOException {
        Map<String, String> files =
                files(
                        layer().file("a", "old")
                                .add(TarEntry.hardLink("b", "a"))
                                .add(TarEntry.hardLink("c", "b"))
                                .add(TarEntry.hardLink("d", "a")),
                        layer().file("a", "new").file(".wh.c", ""));
        assertEquals(Map.of("a", "new", "b", "old", "d", "->b"), files);
    }

    @Test
    void aHardLinkToAFileOfALayerBelowComesAfterIt() throws IOException {
        assertEquals(
                Map.of("a", "1", "b", "->a", "c", "->a"),
                files(
                        layer().file("a", "1"),
                        layer().add(TarEntry.hardLink("b", "a")).add(TarEntry.hardLink("c", "b"))));
        assertEquals(
                Map.of("b", "1"),
                files(
                        layer().file("a", "1"),
                        layer().add(TarEntry.hardLink("b", "a")),
                        layer().file(".wh.a", "")));
    }

    @Test
    void whatLeadsOutOrNowhereIsRefused() {
        for (TestTar hostile :
                new TestTar[] {
                    tar(TarEntry.file("../x", 0)),
                    tar(TarEntry.hardLink("x", "../../etc/passwd")),
                    tar(TarEntry.hardLink("x", "nowhere")),
                    tar(TarEntry.file(".wh...", 0)),
                    tar(TarEntry.file(".wh.a/b", 0)),
                }) {
            assertThrows(ArchiveException.class, () -> files(hostile));
        }
    }

    private static TestTar tar(TarEntry entry) {
        try {
            return layer().add(entry);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
