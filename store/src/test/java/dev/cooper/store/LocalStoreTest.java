package dev.cooper.store;

import static dev.cooper.store.Samples.bytes;
import static dev.cooper.store.Samples.image;
import static dev.cooper.store.Samples.ref;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.DigestMismatchException;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

class LocalStoreTest {
    @TempDir Path directory;
    private Path home;
    private LocalStore store;

    @BeforeEach
    void openStore() throws IOException {
        home = directory.resolve("home");
        store = LocalStore.open(home);
    }

    private static List<String> names(StoredImage image) {
        return image.names().stream().map(Object::toString).toList();
    }

    @Test
    void anEmptyStoreIsAnOciLayout() throws IOException {
        assertEquals(
                "{\"imageLayoutVersion\":\"1.0.0\"}", Files.readString(home.resolve("oci-layout")));
        assertEquals(
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}",
                Files.readString(home.resolve("index.json")));
        assertTrue(store.images().isEmpty());
        assertTrue(LocalStore.open(home).images().isEmpty());
    }

    @Test
    void storesABlobReadOnlyUnderItsDigest() throws IOException {
        Descriptor blob = store.write(MediaTypes.OCI_LAYER, bytes("hello"));
        Path file = home.resolve("blobs/sha256").resolve(blob.digest().hex());
        assertEquals("hello", Files.readString(file));
        assertEquals(
                "r--r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(store.has(blob));
        assertArrayEquals(bytes("hello"), store.read(blob));
    }

    @Test
    void refusesABlobWithAnotherDigestAndLeavesNothing() throws IOException {
        try (BlobWriter writer = store.write()) {
            writer.write(bytes("hello"));
            assertThrows(
                    DigestMismatchException.class,
                    () -> writer.commit("x/y", Digest.sha256(bytes("world"))));
        }
        assertEquals(0, files(home.resolve("blobs/sha256")));
        assertEquals(0, files(home.resolve("cooper/tmp")));
    }

    @Test
    void aWriterThatIsClosedLeavesNothing() throws IOException {
        try (BlobWriter writer = store.write()) {
            writer.write(new byte[300_000]);
        }
        assertEquals(0, files(home.resolve("cooper/tmp")));
    }

    @Test
    void takesSha512Digests() throws IOException {
        Digest digest =
                Digest.of(
                        Digest.Algorithm.SHA512,
                        Digest.Algorithm.SHA512.newMessageDigest().digest(bytes("hello")));
        try (BlobWriter writer = store.write()) {
            writer.write(bytes("hello"));
            Descriptor blob = writer.commit("x/y", digest);
            assertEquals(digest, blob.digest());
            assertArrayEquals(bytes("hello"), store.read(blob));
        }
    }

    @Test
    void keepsTheDigestAsNameOfWhatHasNoTag() throws IOException {
        Descriptor manifest = image(store, "layer");
        Reference pulled = ref("shop").withDigest(manifest.digest());
        store.tag(pulled, manifest);

        assertEquals(Optional.of(manifest), store.resolve(pulled));
        assertEquals(Optional.empty(), store.resolve(ref("shop")));
        assertEquals(List.of(pulled.toString()), names(store.images().getFirst()));
        assertTrue(store.untag(pulled));
    }

    @Test
    void tagsAndFindsAnImageByNameIdAndDigest() throws IOException {
        Descriptor manifest = image(store, "layer one", "two");
        store.tag(ref("shop:1"), manifest);
        store.tag(ref("localhost:5000/team/shop"), manifest);

        assertEquals(Optional.of(manifest), store.resolve(ref("docker.io/library/shop:1")));
        StoredImage image = store.images().getFirst();
        assertEquals(1, store.images().size());
        assertEquals(
                List.of("docker.io/library/shop:1", "localhost:5000/team/shop:latest"),
                names(image));
        assertEquals(12, image.size());
        String id = image.id().hex();
        for (String name :
                List.of(
                        "shop:1",
                        "localhost:5000/team/shop",
                        id,
                        "sha256:" + id,
                        id.substring(0, 12),
                        "sha256:" + id.substring(0, 7),
                        manifest.digest().toString(),
                        "shop@" + manifest.digest(),
                        "shop:other@" + manifest.digest())) {
            assertEquals(Optional.of(image), store.find(name), name);
        }
        for (String name :
                List.of(
                        "shop",
                        "shop:2",
                        "other@" + manifest.digest(),
                        "sha256:" + "0".repeat(64))) {
            assertEquals(Optional.empty(), store.find(name), name);
        }
    }

    @Test
    void writesNamesThatOtherToolsRead() throws IOException {
        store.tag(ref("shop:1"), image(store, "layer"));
        String index = Files.readString(home.resolve("index.json"));
        assertTrue(
                index.contains("\"io.containerd.image.name\":\"docker.io/library/shop:1\""), index);
        assertTrue(index.contains("\"org.opencontainers.image.ref.name\":\"shop:1\""), index);
    }

    @Test
    void aNameThatMovesLeavesTheOldImageDangling() throws IOException {
        Descriptor first = image(store, "first");
        store.tag(ref("shop:1"), first);
        Descriptor second = image(store, "second");
        store.tag(ref("shop:1"), second);

        assertEquals(Optional.of(second), store.resolve(ref("shop:1")));
        assertEquals(
                List.of(List.of(), List.of("docker.io/library/shop:1")),
                store.images().stream().map(LocalStoreTest::names).toList());
        store.tag(ref("shop:old"), first);
        assertEquals(2, store.images().size());
        assertTrue(store.images().stream().noneMatch(image -> image.names().isEmpty()));
    }

    @Test
    void anImageWithAnotherNameDoesNotBecomeDangling() throws IOException {
        Descriptor first = image(store, "first");
        store.tag(ref("a"), first);
        store.tag(ref("b"), first);
        store.tag(ref("a"), image(store, "second"));
        assertEquals(
                List.of(
                        List.of("docker.io/library/b:latest"),
                        List.of("docker.io/library/a:latest")),
                store.images().stream().map(LocalStoreTest::names).toList());
    }

    @Test
    void untaggingTheLastNameTakesTheImageOffTheList() throws IOException {
        Descriptor image = image(store, "first");
        store.tag(ref("a"), image);
        store.tag(ref("b"), image);
        assertTrue(store.untag(ref("a")));
        assertFalse(store.untag(ref("a")));
        assertEquals(1, store.images().size());
        assertTrue(store.untag(ref("b")));
        assertTrue(store.images().isEmpty());
    }

    @Test
    void tagsNothingThatIsIncomplete() throws IOException {
        Descriptor image = image(store, "first");
        Digest layer = ImageManifest.parse(store.read(image)).layers().getFirst().digest();
        Files.delete(store.blobPath(layer));
        NotFoundException e =
                assertThrows(NotFoundException.class, () -> store.tag(ref("a"), image));
        assertTrue(e.getMessage().contains(layer.toString()), e.getMessage());
        assertTrue(store.images().isEmpty());
    }

    @Test
    void collectsBlobsThatNoImageNeeds() throws IOException {
        Descriptor keep = image(store, "shared", "kept");
        Descriptor drop = image(store, "shared", "dropped");
        Descriptor loose = store.write("x/y", bytes("loose"));
        store.tag(ref("keep"), keep);
        store.tag(ref("drop"), drop);
        store.untag(ref("drop"));

        Garbage garbage = store.collectGarbage(() -> List.of(loose.digest())).orElseThrow();
        assertEquals(3, garbage.blobs().size()); // manifest, config, one layer
        assertFalse(store.has(drop));
        assertTrue(store.has(loose));
        assertTrue(store.find("keep").isPresent());
        for (Descriptor layer : store.find("keep").orElseThrow().manifest().layers()) {
            assertTrue(store.has(layer));
        }
        assertEquals(List.of(loose.digest()), store.collectGarbage().orElseThrow().blobs());
    }

    @Test
    void whatIsAboutAnImageIsCollectedWithIt() throws IOException {
        Descriptor image = image(store, "shared", "signed");
        store.tag(ref("signed"), image);
        Descriptor signature = about(image);
        Descriptor countersignature = about(signature);
        store.keep(countersignature);
        store.keep(signature);
        store.collectGarbage().orElseThrow();
        assertTrue(store.has(countersignature));

        store.untag(ref("signed"));
        store.collectGarbage().orElseThrow();
        assertFalse(store.has(signature));
        assertFalse(store.has(countersignature));
        assertEquals(List.of(), OciLayout.open(home).entries());
    }

    private Descriptor about(Descriptor subject) throws IOException {
        ImageManifest manifest = ImageManifest.parse(store.read(image(store, "signature")));
        ImageManifest about =
                new ImageManifest(
                        manifest.mediaType(),
                        manifest.config(),
                        manifest.layers(),
                        Map.of("about", subject.digest().toString()),
                        Optional.of(subject.plain()),
                        Optional.of("application/x.signature"));
        return store.write(manifest.mediaType(), about.toJson());
    }

    @Test
    void collectsNothingWhileALeaseIsOpen() throws IOException {
        store.write("x/y", bytes("loose"));
        try (Lease lease = LocalStore.open(home).lease()) {
            assertEquals(Optional.empty(), store.collectGarbage());
        }
        try (BlobWriter writer = store.write()) {
            assertEquals(Optional.empty(), store.collectGarbage());
        }
        assertEquals(1, store.collectGarbage().orElseThrow().blobs().size());
    }

    @Test
    void removesWhatKilledWritersLeft() throws IOException {
        Files.writeString(home.resolve("cooper/tmp/ingest-left"), "half");
        Files.writeString(home.resolve("cooper/tmp/index-left"), "half");
        Files.writeString(home.resolve("cooper/tmp/other"), "not ours");
        store.lease().close();
        assertEquals(1, files(home.resolve("cooper/tmp")));
    }

    @Test
    void aDamagedIndexIsReportedAndNothingIsLost() throws IOException {
        store.tag(ref("a"), image(store, "first"));
        Files.writeString(home.resolve("index.json"), "{\"schemaVersion\":2,\"manif");
        long blobs = files(home.resolve("blobs/sha256"));
        for (Path file : List.of(home.resolve("index.json"))) {
            StoreException e = assertThrows(StoreException.class, () -> store.images());
            assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        }
        assertThrows(StoreException.class, () -> store.collectGarbage());
        assertThrows(StoreException.class, () -> store.untag(ref("a")));
        assertEquals(blobs, files(home.resolve("blobs/sha256")));
        assertEquals("{\"schemaVersion\":2,\"manif", Files.readString(home.resolve("index.json")));
    }

    @Test
    void deletesNothingWhenTheListIsMissing() throws IOException {
        Descriptor image = image(store, "first");
        store.tag(ref("a"), image);
        Files.delete(home.resolve("index.json"));
        assertThrows(StoreException.class, () -> store.collectGarbage());
        assertTrue(LocalStore.open(home).images().isEmpty());
        store.tag(ref("a"), image);
        assertEquals(List.of(), store.collectGarbage().orElseThrow().blobs());
    }

    @Test
    void aDamagedImageDoesNotHideTheOthers() throws IOException {
        Descriptor bad = image(store, "bad");
        store.tag(ref("bad"), bad);
        store.tag(ref("good"), image(store, "good"));
        truncate(store.blobPath(bad.digest()));

        Listing listing = store.list();
        assertEquals(1, listing.images().size());
        assertEquals(1, listing.problems().size());
        String problem = listing.problems().getFirst();
        assertTrue(problem.startsWith("image bad:latest: reading " + home), problem);
        assertTrue(problem.contains("is damaged"), problem);
        assertTrue(store.find("good").isPresent());
        assertThrows(StoreException.class, () -> store.find("bad"));
        assertThrows(StoreException.class, () -> store.collectGarbage());
        assertTrue(store.untag(ref("bad")));
        assertTrue(store.collectGarbage().isPresent());
        assertTrue(store.find("good").isPresent());
    }

    @Test
    void aFlippedBitIsFoundWhenTheImageIsUsed() throws IOException {
        Descriptor bad = image(store, "bad");
        store.tag(ref("bad"), bad);
        Path file = store.blobPath(store.find("bad").orElseThrow().id());
        String config = Files.readString(file);
        Files.delete(file);
        Files.writeString(file, config.replace("COPY 1", "COPY 2"));
        assertEquals(1, store.list().images().size()); // quick, and so not verified
        String id = store.images().getFirst().id().hex();
        for (String name : List.of("bad", id, bad.digest().toString())) {
            StoreException e = assertThrows(StoreException.class, () -> store.find(name));
            assertTrue(e.getMessage().startsWith("reading " + file), e.getMessage());
        }
        Files.writeString(file, config.replace("{", "["));
        assertTrue(store.list().problems().getFirst().contains(file.toString()));
    }

    @Test
    void aDamagedLayerIsFoundWhenItIsRead() throws IOException {
        Descriptor layer = store.write(MediaTypes.OCI_LAYER, bytes("layer"));
        damage(store.blobPath(layer.digest()));
        try (InputStream in = store.open(layer)) {
            StoreException e = assertThrows(StoreException.class, in::readAllBytes);
            assertTrue(e.getMessage().contains(layer.digest().hex()), e.getMessage());
        }
        Files.delete(store.blobPath(layer.digest()));
        assertThrows(NotFoundException.class, () -> store.open(layer));
    }

    @Test
    void writingABlobAgainRepairsOneThatWasCutOff() throws IOException {
        Descriptor layer = store.write(MediaTypes.OCI_LAYER, bytes("layer"));
        Files.delete(store.blobPath(layer.digest()));
        Files.writeString(store.blobPath(layer.digest()), "lay");
        store.write(MediaTypes.OCI_LAYER, bytes("layer"));
        assertArrayEquals(bytes("layer"), store.read(layer));
    }

    @Test
    void showsTheUncompressedSizeOfLayersWhenItIsKnown() throws IOException {
        Descriptor manifest = image(store, "12345", "123");
        store.tag(ref("a"), manifest);
        StoredImage before = store.find("a").orElseThrow();
        assertEquals(8, before.size());
        store.recordLayer(before.config().diffIds().getFirst(), 1000);
        assertEquals(1003, store.find("a").orElseThrow().size());
        assertEquals(List.of(1000L, 3L), store.find("a").orElseThrow().layerSizes());
    }

    @Test
    void anAmbiguousIdIsRefused() throws IOException {
        for (int i = 0; i < 20; i++) {
            store.keep(image(store, "layer " + i));
        }
        String digits = "0123456789abcdef";
        boolean ambiguous =
                digits.chars()
                        .anyMatch(digit -> {
                            try {
                                store.find("sha256:" + (char) digit);
                                return false;
                            } catch (SyntaxException e) {
                                return e.getMessage().contains("is ambiguous");
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });
        assertTrue(ambiguous);
    }

    @Test
    void refusesToMakeAStoreOfADirectoryWithOtherThings() throws IOException {
        Files.writeString(directory.resolve("letter.txt"), "hi");
        StoreException e = assertThrows(StoreException.class, () -> LocalStore.open(directory));
        assertTrue(e.getMessage().contains("letter.txt"), e.getMessage());
    }

    @Test
    void makesAStoreWhereARegistryWasFirst() throws IOException {
        Path other = directory.resolve("other");
        Files.createDirectories(other.resolve("registry"));
        LocalStore.open(other);
        assertTrue(Files.exists(other.resolve("oci-layout")));
    }

    @Test
    void saysWhenAFileIsInTheWay() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "hi");
        for (Path place : List.of(file, file.resolve("below"))) {
            StoreException e = assertThrows(StoreException.class, () -> LocalStore.open(place));
            assertTrue(e.getMessage().contains("the store " + place), e.getMessage());
            assertTrue(!e.getMessage().contains("\n"), e.getMessage());
        }
    }

    @Test
    void refusesALayoutOfAnotherVersion() throws IOException {
        Files.writeString(home.resolve("oci-layout"), "{\"imageLayoutVersion\":\"2.0.0\"}");
        StoreException e = assertThrows(StoreException.class, () -> LocalStore.open(home));
        assertTrue(e.getMessage().contains("2.0.0"), e.getMessage());
    }

    @Test
    void choosesItsHomeByTheEnvironment() {
        assertEquals(
                Path.of("/c"),
                LocalStore.defaultHome(Map.of("COOPER_HOME", "/c", "XDG_DATA_HOME", "/x")));
        assertEquals(
                Path.of("/x/cooper"),
                LocalStore.defaultHome(Map.of("XDG_DATA_HOME", "/x", "HOME", "/h")));
        assertEquals(
                Path.of("/h/.local/share/cooper"), LocalStore.defaultHome(Map.of("HOME", "/h")));
    }

    private static void truncate(Path blob) throws IOException {
        byte[] content = Files.readAllBytes(blob);
        Files.delete(blob);
        Files.write(blob, Arrays.copyOf(content, content.length / 2));
    }

    private static void damage(Path blob) throws IOException {
        byte[] content = Files.readAllBytes(blob);
        content[content.length / 2] ^= 1;
        Files.delete(blob);
        Files.write(blob, content);
    }

    private static long files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }
}
