package dev.cooper.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Reference;
import dev.cooper.store.BlobWriter;
import dev.cooper.store.Copy;
import dev.cooper.store.LocalStore;
import dev.cooper.store.NotFoundException;
import dev.cooper.testkit.DebianRegistry;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The client against the registry that Debian ships. */
class DebianRegistryIT {
    private static ScratchDirectory scratch;
    private static DebianRegistry registry;
    private static Registries registries;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        scratch = ScratchDirectory.create("transfer");
        registry = DebianRegistry.start(scratch.directory("registry"));
        registries = Registries.ofEnvironment(Map.of("HOME", scratch.path().toString()));
    }

    @AfterAll
    static void stop() throws IOException {
        if (registries != null) {
            registries.close();
        }
        if (registry != null) {
            registry.close();
        }
        scratch.close();
    }

    private static Reference ref(String rest) {
        return Reference.parse(registry.host() + "/" + rest);
    }

    private static RegistryPlace repository(String name) throws IOException {
        return registries.repository(ref(name));
    }

    @Test
    void anImageGoesThereAndComesBack() throws IOException {
        LocalStore store = LocalStore.open(scratch.resolve("store1"));
        byte[] large = Samples.noise(1, 5_000_000);
        Descriptor image = Samples.image(store, Samples.bytes("one"), large);
        RegistryPlace place = repository("team/shop");
        assertEquals(4, Copy.graph(store, image, place).blobs());
        place.tag(ref("team/shop:1"), image);
        assertEquals(0, Copy.graph(store, image, place).blobs());
        assertEquals(Optional.of(image), repository("team/shop").resolve(ref("team/shop:1")));

        LocalStore other = LocalStore.open(scratch.resolve("store2"));
        assertEquals(4, Copy.graph(repository("team/shop"), image, other).blobs());
        Descriptor layer = ImageManifest.parse(other.read(image)).layers().get(1);
        assertArrayEquals(large, other.read(layer));
        assertEquals(List.of("1"), place.tags());
        assertTrue(registries.catalog(registry.host()).contains("team/shop"));
    }

    @Test
    void aBlobOfUnknownSizeStreams() throws IOException {
        byte[] content = Samples.noise(2, 3_333_333);
        RegistryPlace place = repository("streamed");
        Descriptor blob;
        try (BlobWriter writer = place.write()) {
            writer.write(content, 0, 1_000_000);
            writer.write(content, 1_000_000, 2_333_333);
            blob = writer.commit("application/octet-stream");
        }
        assertTrue(place.has(blob));
        assertArrayEquals(content, place.read(blob));
        assertTrue(repository("other").mount(blob.digest(), "streamed"));
        assertTrue(repository("other").has(blob));
        assertFalse(
                repository("other").mount(blob.digest(), "no/such/repository")
                        && !repository("other").has(blob));
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        RegistryPlace place = repository("nothing");
        assertEquals(Optional.empty(), place.resolve(ref("nothing:1")));
        assertThrows(NotFoundException.class, place::tags);
        assertThrows(RegistryException.class, () -> place.delete(ref("nothing:1")));
        Descriptor absent = Descriptor.of("application/octet-stream", Samples.bytes("absent"));
        assertFalse(place.has(absent));
        NotFoundException e = assertThrows(NotFoundException.class, () -> place.open(absent));
        assertTrue(e.getMessage().contains(registry.host()), e.getMessage());
    }
}
