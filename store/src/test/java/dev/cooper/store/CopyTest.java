package dev.cooper.store;

import static dev.cooper.store.Samples.bytes;
import static dev.cooper.store.Samples.image;
import static dev.cooper.store.Samples.ref;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Annotations;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

class CopyTest {
    @TempDir Path directory;
    private LocalStore store;
    private OciLayout layout;

    @BeforeEach
    void openPlaces() throws IOException {
        store = LocalStore.open(directory.resolve("store"));
        layout = OciLayout.create(directory.resolve("layout"));
    }

    @Test
    void copiesAnImageAndOnlyWhatIsMissing() throws IOException {
        Descriptor first = image(store, "shared", "one");
        Descriptor second = image(store, "shared", "two");
        Copied all = Copy.graph(store, first, layout);
        assertEquals(4, all.blobs());
        assertEquals(3, Copy.graph(store, second, layout).blobs());
        assertEquals(0, Copy.graph(store, second, layout).blobs());
        layout.tag(ref("quay.io/shop:1"), second);
        assertEquals(Optional.of(second), layout.resolve(ref("quay.io/shop:1")));
        assertEquals(
                Optional.of(second), OciLayout.open(layout.directory()).find("quay.io/shop:1"));
        assertEquals(Optional.of(second), layout.find(""));
        layout.tag(ref("quay.io/shop:1"), first);
        layout.add(first);
        assertEquals(1, layout.entries().size());
    }

    @Test
    void listsContentOfALayoutUnderAnyText() throws IOException {
        Descriptor first = image(store, "one");
        Descriptor second = image(store, "two");
        Copy.graph(store, first, layout);
        Copy.graph(store, second, layout);
        layout.add(first, "v1.0 beta");
        layout.add(second, "v1.0 beta");
        assertEquals(Optional.of(second), layout.find("v1.0 beta"));
        assertEquals(1, layout.entries().size());
        layout.add(first, "");
        assertEquals(2, layout.entries().size());
    }

    @Test
    void leavesOutPlatformsThatTheSourceDoesNotHold() throws IOException {
        Descriptor here = image(store, "one").withPlatform(Platform.host());
        Descriptor absent =
                Descriptor.of(MediaTypes.OCI_MANIFEST, bytes("absent"))
                        .withPlatform(Platform.of("linux", "s390x"));
        Descriptor index =
                store.write(MediaTypes.OCI_INDEX, ImageIndex.of(List.of(absent, here)).toJson());
        Copied copied = Copy.graph(store, index, layout);
        assertEquals(List.of(absent), copied.missing());
        layout.tag(ref("a"), index);
        assertTrue(layout.has(here));
    }

    @Test
    void aMissingOrDamagedLayerStopsTheCopy() throws IOException {
        Descriptor manifest = image(store, "one", "two");
        Descriptor layer = ImageManifest.parse(store.read(manifest)).layers().getFirst();
        Files.delete(store.blobPath(layer.digest()));
        assertThrows(NotFoundException.class, () -> Copy.graph(store, manifest, layout));
        Files.writeString(store.blobPath(layer.digest()), "eno");
        StoreException e =
                assertThrows(StoreException.class, () -> Copy.graph(store, manifest, layout));
        assertTrue(e.getMessage().contains("is damaged"), e.getMessage());
        assertFalse(layout.has(manifest));
        assertThrows(NotFoundException.class, () -> layout.tag(ref("a"), manifest));
    }

    @Test
    void indexesInIndexesAreFollowedOnlySoFar() throws IOException {
        Descriptor node = image(store, "one");
        for (int i = 0; i < 20; i++) {
            node = store.write(MediaTypes.OCI_INDEX, ImageIndex.of(List.of(node)).toJson());
        }
        Descriptor root = node;
        assertThrows(StoreException.class, () -> Copy.graph(store, root, layout));
        assertThrows(StoreException.class, () -> store.tag(ref("a"), root));
    }

    @Test
    void readsLayoutsOfOtherTools() throws IOException {
        Descriptor manifest = image(layout, "one");
        Path index = layout.directory().resolve("index.json");
        Files.write(
                index,
                ImageIndex.of(List.of(manifest.withAnnotation(Annotations.REF_NAME, "v1")))
                        .toJson());
        assertEquals(Optional.of(manifest), layout.find("v1"));
        assertEquals(Optional.empty(), layout.find("v2"));
        NotFoundException e =
                assertThrows(
                        NotFoundException.class,
                        () -> OciLayout.open(directory.resolve("nowhere")));
        assertTrue(e.getMessage().contains("is no OCI layout"), e.getMessage());
    }

    @Test
    void aFailureStopsTheOtherWorkers() {
        List<Integer> items = new ArrayList<>(Collections.nCopies(100, 1));
        items.set(0, 0);
        AtomicInteger done = new AtomicInteger();
        IOException e =
                assertThrows(
                        IOException.class,
                        () ->
                                Parallel.forEach(
                                        items,
                                        2,
                                        item -> {
                                            if (item == 0) {
                                                throw new IOException("stop");
                                            }
                                            Thread.sleep(5);
                                            done.incrementAndGet();
                                        }));
        assertEquals("stop", e.getMessage());
        assertTrue(done.get() < 100);
    }
}
