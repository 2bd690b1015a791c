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
import dev.cooper.oci.Annotations;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.store.LocalStore;
import dev.cooper.store.StoredImage;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class LoadTest {
    private static final Reference SHOP = Reference.parse("shop:1");

    @TempDir Path directory;
    private LocalStore from;
    private LocalStore to;
    private byte[] one;
    private byte[] two;

    @BeforeEach
    void openStores() throws IOException {
        from = LocalStore.open(directory.resolve("from"));
        to = LocalStore.open(directory.resolve("to"));
        one = layer("etc/one", "1");
        two = layer("etc/two", "2".repeat(5000));
    }

    private List<LoadedImage> load(byte[] archive) throws IOException {
        return Load.load(new ByteArrayInputStream(archive), to);
    }

    private String refusal(byte[] archive) {
        IOException e = assertThrows(ArchiveException.class, () -> load(archive));
        try {
            assertTrue(to.images().isEmpty());
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
        assertTrue(!e.getMessage().contains("\n"), e.getMessage());
        return e.getMessage();
    }

    private byte[] saved(Descriptor... images) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<NamedImage> named =
                Arrays.stream(images).map(image -> new NamedImage(image, List.of(SHOP))).toList();
        DockerArchive.write(from, named, out);
        return out.toByteArray();
    }

    @Test
    void loadsWhatSaveWritesWithTheSameDigests() throws IOException {
        Descriptor image = TestTar.image(from, Compression.GZIP, one, two);
        LoadedImage loaded = load(saved(image)).getFirst();
        assertEquals(image, loaded.descriptor());
        assertEquals(List.of(SHOP), loaded.names());
        StoredImage stored = to.find("shop:1").orElseThrow();
        assertEquals(stored.id(), loaded.id());
        assertEquals(one.length + two.length, stored.size());
    }

    @Test
    void loadsAnOciArchiveInEveryOuterCompression() throws IOException {
        Descriptor image = TestTar.image(from, Compression.ZSTD, one, two);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OciArchive.write(from, List.of(new NamedImage(image, List.of(SHOP))), out);
        for (Compression compression :
                List.of(Compression.NONE, Compression.GZIP, Compression.ZSTD)) {
            LocalStore fresh = LocalStore.open(directory.resolve("in-" + compression));
            byte[] archive = compressed(compression, out.toByteArray());
            List<LoadedImage> loaded = Load.load(new ByteArrayInputStream(archive), fresh);
            assertEquals(image, loaded.getFirst().descriptor());
            assertEquals(List.of(SHOP), loaded.getFirst().names());
        }
    }

    @Test
    void savesTheSameBytesEveryTime() throws IOException {
        Descriptor image = TestTar.image(from, Compression.GZIP, one, two);
        Descriptor again = TestTar.image(to, Compression.GZIP, one, two);
        byte[] first = saved(image);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DockerArchive.write(to, List.of(new NamedImage(again, List.of(SHOP))), out);
        assertArrayEquals(first, out.toByteArray());
    }

    @Test
    void loadsTheOldFormWithSymlinkedLayers() throws IOException {
        byte[] config = config(one, two, one);
        String hex = Digest.sha256(config).hex();
        byte[] archive =
                new TestTar()
                        .add(TarEntry.directory("aaa"))
                        .file("aaa/VERSION", "1.0")
                        .file("aaa/json", "{}")
                        .file("aaa/layer.tar", one)
                        .file("bbb/layer.tar", two)
                        .add(TarEntry.symlink("ccc/layer.tar", "../aaa/layer.tar"))
                        .file(hex + ".json", config)
                        .file(
                                "manifest.json",
                                "[{\"Config\":\""
                                        + hex
                                        + ".json\",\"RepoTags\":[\"shop:1\",\"localhost/shop:2\"],"
                                        + "\"Layers\":[\"aaa/layer.tar\",\"bbb/layer.tar\",\"ccc/layer.tar\"]}]")
                        .file("repositories", "{\"shop\":{\"1\":\"ccc\"}}")
                        .bytes();
        LoadedImage loaded = load(archive).getFirst();
        assertEquals(hex, loaded.id().hex());
        assertEquals(List.of(SHOP, Reference.parse("localhost/shop:2")), loaded.names());
        StoredImage stored = to.find("shop:1").orElseThrow();
        assertEquals(
                List.of(MediaTypes.OCI_LAYER, MediaTypes.OCI_LAYER, MediaTypes.OCI_LAYER),
                stored.manifest().layers().stream().map(Descriptor::mediaType).toList());
        assertEquals(Digest.sha256(two), stored.manifest().layers().get(1).digest());
        assertEquals(load(archive).getFirst().descriptor(), loaded.descriptor());
    }

    @Test
    void keepsCompressedLayersOfADockerArchiveAsTheyAre() throws IOException {
        byte[] zipped = compressed(Compression.GZIP, one);
        byte[] archive =
                new TestTar()
                        .file("config.json", config(one))
                        .file("layer.tar.gz", zipped)
                        .file(
                                "manifest.json",
                                "[{\"Config\":\"config.json\",\"RepoTags\":null,\"Layers\":[\"layer.tar.gz\"]}]")
                        .bytes();
        LoadedImage loaded = load(archive).getFirst();
        assertTrue(loaded.names().isEmpty());
        Descriptor layer = to.find(loaded.id().hex()).orElseThrow().manifest().layers().getFirst();
        assertEquals(Descriptor.of(MediaTypes.OCI_LAYER_GZIP, zipped), layer);
    }

    @Test
    void loadsAnIndexWithAttestationsAndPlatformsThatAreNotThere() throws IOException {
        Descriptor image = TestTar.image(from, Compression.GZIP, one);
        Descriptor empty = from.write(MediaTypes.OCI_CONFIG, text("{}"));
        Descriptor statement = from.write(MediaTypes.IN_TOTO, text("{\"a\":1}"));
        Descriptor attestation =
                from.write(
                                MediaTypes.OCI_MANIFEST,
                                ImageManifest.of(empty, List.of(statement)).toJson())
                        .withPlatform(Platform.of("unknown", "unknown"))
                        .withAnnotation(Annotations.REFERENCE_TYPE, "attestation-manifest");
        Descriptor absent =
                Descriptor.of(MediaTypes.OCI_MANIFEST, text("not here"))
                        .withPlatform(Platform.of("linux", "s390x"));
        Descriptor index =
                from.write(
                        MediaTypes.OCI_INDEX,
                        ImageIndex.of(
                                        List.of(
                                                absent,
                                                attestation,
                                                image.withPlatform(Platform.host())))
                                .toJson());
        LoadedImage loaded = load(saved(index)).getFirst();
        assertEquals(index, loaded.descriptor());
        assertTrue(to.has(statement));
        StoredImage stored = to.find("shop:1").orElseThrow();
        assertEquals(1, stored.manifest().layers().size());
        assertEquals(loaded.id(), stored.id());
    }

    @Test
    void theOldHolderOfANameBecomesDanglingAndIsReported() throws IOException {
        Descriptor old = TestTar.image(to, Compression.GZIP, two);
        to.tag(SHOP, old);
        Digest oldId = to.find("shop:1").orElseThrow().id();
        LoadedImage loaded = load(saved(TestTar.image(from, Compression.GZIP, one))).getFirst();
        assertEquals(Map.of(SHOP, oldId), loaded.replaced());
        assertEquals(2, to.images().size());
    }

    @Test
    void aTagWithoutANameIsNoName() throws IOException {
        Descriptor image = TestTar.image(from, Compression.NONE, one);
        byte[] archive = layout(image.withAnnotation(Annotations.REF_NAME, "latest"));
        assertEquals(List.of(), load(archive).getFirst().names());
        assertEquals(1, to.images().size());
        byte[] named = layout(image.withAnnotation(Annotations.REF_NAME, "quay.io/a/b:2"));
        assertEquals(List.of(Reference.parse("quay.io/a/b:2")), load(named).getFirst().names());
    }

    private byte[] layout(Descriptor entry) throws IOException {
        TestTar tar = new TestTar().file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
        tar.file("./index.json", ImageIndex.of(List.of(entry)).toJson());
        ImageManifest manifest = ImageManifest.parse(from.read(entry));
        for (Descriptor blob : List.of(entry, manifest.config(), manifest.layers().getFirst())) {
            tar.file("./blobs/sha256/" + blob.digest().hex(), from.read(blob));
        }
        return tar.bytes();
    }

    @Test
    void refusesALayerWithAnotherDiffId() throws IOException {
        byte[] archive =
                new TestTar()
                        .file("config.json", config(two))
                        .file("layer.tar", one)
                        .file(
                                "manifest.json",
                                "[{\"Config\":\"config.json\",\"RepoTags\":[\"shop:1\"],\"Layers\":[\"layer.tar\"]}]")
                        .bytes();
        String message = refusal(archive);
        assertTrue(message.contains("invalid diffID for layer 1: want sha256:"), message);
    }

    @Test
    void refusesABlobThatIsNotWhatItsNameSays() throws IOException {
        byte[] archive = new TestTar().file("blobs/sha256/" + "0".repeat(64), "something").bytes();
        String message = refusal(archive);
        assertTrue(message.contains("digest mismatch"), message);
    }

    @Test
    void refusesArchivesWithMissingParts() throws IOException {
        Descriptor image = TestTar.image(from, Compression.NONE, one);
        byte[] noBlobs =
                new TestTar().file("index.json", ImageIndex.of(List.of(image)).toJson()).bytes();
        assertTrue(refusal(noBlobs).contains("is missing"), refusal(noBlobs));
        byte[] noConfig =
                new TestTar()
                        .file("manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[]}]")
                        .bytes();
        assertTrue(refusal(noConfig).contains("\"c.json\" is missing"), refusal(noConfig));
        byte[] noImage = new TestTar().file("etc/passwd", "root").bytes();
        assertTrue(refusal(noImage).contains("use import"), refusal(noImage));
        byte[] layersMissing =
                new TestTar()
                        .file("c.json", config(one))
                        .file("manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[]}]")
                        .bytes();
        assertTrue(refusal(layersMissing).contains("its config names 1"));
        assertTrue(refusal(text("x".repeat(2000))).startsWith("this is no image archive"));
        byte[] old = new TestTar().file("repositories", "{}").bytes();
        assertTrue(refusal(old).contains("before 1.10"));
        byte[] none = new TestTar().file("manifest.json", "[]").bytes();
        assertTrue(refusal(none).contains("its list of images is empty"));
    }

    @Test
    void refusesEntriesAndLinksThatLeadOut() throws IOException {
        assertTrue(
                refusal(new TestTar().file("../evil", "x").bytes())
                        .contains("leads out of the archive"));
        assertTrue(
                refusal(new TestTar().file("/etc/evil", "x").bytes())
                        .contains("leads out of the archive"));
        for (String target : List.of("../../etc/passwd", "/etc/passwd")) {
            byte[] archive =
                    new TestTar()
                            .add(TarEntry.symlink("a/layer.tar", target))
                            .file("manifest.json", "[]")
                            .bytes();
            assertTrue(refusal(archive).contains("which leads out"), target);
        }
        byte[] hard =
                new TestTar().add(TarEntry.hardLink("a/layer.tar", "../../etc/passwd")).bytes();
        assertTrue(refusal(hard).contains("which leads out"));
    }

    @Test
    void linksThatRunInACircleAreMissingFiles() throws IOException {
        byte[] archive =
                new TestTar()
                        .add(TarEntry.symlink("a", "b"))
                        .add(TarEntry.symlink("b", "a"))
                        .file("manifest.json", "[{\"Config\":\"a\",\"Layers\":[]}]")
                        .bytes();
        assertTrue(refusal(archive).contains("is missing"));
    }

    @Test
    void refusesJsonThatIsDamagedOrGiant() throws IOException {
        for (String json : List.of("", "{", "{}", "[1]", "[{\"Config\":1}]", "[".repeat(500))) {
            refusal(new TestTar().file("manifest.json", json).bytes());
            refusal(new TestTar().file("index.json", json).bytes());
        }
        byte[] giant = new byte[40 << 20];
        Arrays.fill(giant, (byte) ' ');
        assertTrue(
                refusal(new TestTar().file("manifest.json", giant).bytes())
                        .contains("are read as a document"));
    }

    @Test
    void refusesAnArchiveThatIsCutOff() throws IOException {
        byte[] whole =
                compressed(
                        Compression.GZIP, saved(TestTar.image(from, Compression.GZIP, one, two)));
        for (int length : new int[] {0, 5, whole.length / 2, whole.length - 3}) {
            refusal(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void refusesAnArchiveThatIsABombButNotALayerOfZeros() throws IOException {
        byte[] zeros = new TestTar().file("swap", new byte[80 << 20]).bytes();
        byte[] bomb = compressed(Compression.ZSTD, zeros);
        assertTrue(refusal(bomb).contains("refused as hostile"), refusal(bomb));
        Descriptor image = TestTar.image(from, Compression.GZIP, zeros);
        assertEquals(image, load(saved(image)).getFirst().descriptor());
    }

    @Test
    void importsARootFileSystemUnchanged() throws IOException {
        byte[] archive = compressed(Compression.ZSTD, two);
        Import.Options options =
                new Import.Options(
                        ContainerConfig.EMPTY.withCmd(Optional.of(List.of("/bin/sh"))),
                        Platform.of("linux", "arm64"),
                        "Imported from -",
                        Instant.EPOCH,
                        Compression.GZIP);
        Descriptor manifest = Import.rootfs(new ByteArrayInputStream(archive), to, options);
        StoredImage image = to.find(manifest.digest().toString()).orElseThrow();
        assertEquals(List.of(Digest.sha256(two)), image.config().diffIds());
        assertEquals("linux/arm64", image.config().platform().toString());
        assertEquals(two.length, image.size());
        assertEquals("Imported from -", image.config().history().getFirst().comment());
        try (InputStream layer =
                Compression.decompressAny(to.open(image.manifest().layers().getFirst()))) {
            assertArrayEquals(two, layer.readAllBytes());
        }
        for (byte[] bad :
                List.of(
                        text("this is no tar at all"),
                        layer("../evil", "x"),
                        new TestTar().add(TarEntry.hardLink("a", "../b")).bytes())) {
            assertThrows(
                    ArchiveException.class,
                    () -> Import.rootfs(new ByteArrayInputStream(bad), to, options));
        }
        assertEquals(1, to.images().size());
    }
}
