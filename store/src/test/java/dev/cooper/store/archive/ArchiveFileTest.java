package dev.cooper.store.archive;

import static dev.cooper.store.archive.TestTar.compressed;
import static dev.cooper.store.archive.TestTar.config;
import static dev.cooper.store.archive.TestTar.layer;
import static dev.cooper.store.archive.TestTar.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.ArchiveException;
import dev.cooper.archive.Compression;
import dev.cooper.archive.TarEntry;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.store.ImageContent;
import dev.cooper.store.LocalStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

class ArchiveFileTest {
    private static final Reference SHOP = Reference.parse("shop:1");

    @TempDir Path directory;
    private byte[] one;
    private byte[] two;

    @BeforeEach
    void makeLayers() throws IOException {
        one = layer("etc/one", "1");
        two = layer("etc/two", "2".repeat(500_000));
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("image.tar"), bytes);
    }

    private ImageContent only(Path file) throws IOException {
        try (ArchiveFile archive = ArchiveFile.open(file).orElseThrow()) {
            List<ImageContent> images = archive.images(Platform.host());
            assertEquals(1, images.size());
            ImageContent image = images.getFirst();
            List<byte[]> expected = List.of(one, two);
            for (int i = 0; i < expected.size(); i++) {
                try (InputStream tar = image.layers().get(i).openTar()) {
                    assertArrayEquals(expected.get(i), tar.readAllBytes());
                }
            }
            return image;
        }
    }

    private byte[] saved(Compression compression, boolean docker) throws IOException {
        LocalStore store = LocalStore.open(directory.resolve("store"));
        Descriptor image = TestTar.image(store, compression, one, two);
        List<NamedImage> named = List.of(new NamedImage(image, List.of(SHOP)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (docker) {
            DockerArchive.write(store, named, out);
        } else {
            OciArchive.write(store, named, out);
        }
        return out.toByteArray();
    }

    @Test
    void readsLayersOfAnOciLayoutWhereTheyLie() throws IOException {
        for (Compression compression : List.of(Compression.NONE, Compression.ZSTD)) {
            ImageContent image = only(file(saved(compression, false)));
            assertEquals(List.of(SHOP), image.names());
            assertTrue(image.manifest().isPresent());
            assertEquals(Digest.sha256(one), image.layers().getFirst().diffId());
            assertTrue(image.layers().getFirst().blob().isPresent());
        }
    }

    @Test
    void readsLayersOfADockerArchiveOfTodayWhereTheyLie() throws IOException {
        assertEquals(List.of(SHOP), only(file(saved(Compression.GZIP, true))).names());
    }

    @Test
    void readsLayersOfADockerArchiveWithoutALayoutWhereTheyLie() throws IOException {
        byte[] manifest =
                text(
                        "[{\"Config\":\"c.json\",\"RepoTags\":[\"shop:1\"],\"Layers\":"
                                + "[\"a/layer.tar\",\"b/layer.tar\"]}]");
        byte[] archive =
                new TestTar()
                        .file("x/layer.tar", one)
                        .add(TarEntry.symlink("a/layer.tar", "../x/layer.tar"))
                        .file("b/layer.tar", two)
                        .file("c.json", config(one, two))
                        .file("manifest.json", manifest)
                        .bytes();
        ImageContent image = only(file(archive));
        assertEquals(Digest.sha256(config(one, two)), image.id());
        assertEquals(Optional.empty(), image.manifest());
    }

    @Test
    void leavesCompressedArchivesToThoseWhoReadThemFromFrontToBack() throws IOException {
        byte[] archive = compressed(Compression.GZIP, saved(Compression.NONE, false));
        assertTrue(ArchiveFile.open(file(archive)).isEmpty());
    }

    @Test
    void refusesAnArchiveThatWasCutOff() throws IOException {
        byte[] whole = saved(Compression.NONE, true);
        for (int length : List.of(whole.length / 2, 300_000, 1_000)) {
            Path cut = file(Arrays.copyOf(whole, length));
            String message = assertThrows(ArchiveException.class, () -> only(cut)).getMessage();
            assertTrue(message.startsWith("damaged"), message);
        }
    }

    @Test
    void saysOfATarWithoutImageThatItHoldsNone() throws IOException {
        Path rootfs = file(new TestTar().file("etc/passwd", "root").bytes());
        String message = assertThrows(ArchiveException.class, () -> only(rootfs)).getMessage();
        assertTrue(message.startsWith("the archive holds no image"), message);
    }
}
