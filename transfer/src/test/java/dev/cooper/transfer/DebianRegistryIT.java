package dev.cooper.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.store.BlobWriter;
import dev.cooper.store.Copied;
import dev.cooper.store.Copy;
import dev.cooper.store.CopyEvents;
import dev.cooper.store.Graph;
import dev.cooper.store.LocalStore;
import dev.cooper.store.NotFoundException;
import dev.cooper.testkit.DebianRegistry;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

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

    @Test
    void aLayerOfAnotherRepositoryIsMounted() throws IOException {
        byte[] large = Samples.noise(5, 2_000_000);
        Descriptor image = Samples.image(repository("first"), large);
        AtomicLong moved = new AtomicLong();
        Copied copied =
                Copy.graph(
                        repository("first"),
                        image,
                        repository("second"),
                        new CopyEvents() {
                            @Override
                            public void moved(Descriptor blob, long position) {
                                moved.addAndGet(position);
                            }
                        });
        assertEquals(3, copied.blobs());
        assertEquals(0, moved.get());
        assertEquals(2, Graph.children(repository("second"), image).size());
    }

    @Test
    void referrersAreKeptUnderATagWhereTheRegistryListsNone() throws IOException {
        RegistryPlace place = repository("signed");
        Descriptor image = Samples.image(place, Samples.bytes("signed"));
        Descriptor empty = place.write(MediaTypes.OCI_EMPTY, Samples.bytes("{}"));
        byte[] signature = signature(image, empty, "me").toJson();
        Descriptor written = place.write(MediaTypes.OCI_MANIFEST, signature);
        List<Descriptor> found = place.referrers(image.digest(), Optional.empty());
        assertEquals(List.of(written.digest()), found.stream().map(Descriptor::digest).toList());
        assertEquals(Map.of("by", "me"), found.getFirst().annotations());
        assertEquals(
                found,
                place.referrers(image.digest(), Optional.of("application/vnd.test.signature")));
        assertEquals(List.of(), place.referrers(image.digest(), Optional.of("other")));
    }

    @Test
    void referrersThatManyPushAtATimeAreAllKept() throws Exception {
        RegistryPlace place = repository("crowded");
        Descriptor image = Samples.image(place, Samples.bytes("crowded"));
        Descriptor empty = place.write(MediaTypes.OCI_EMPTY, Samples.bytes("{}"));
        List<Callable<Digest>> writers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            byte[] signature = signature(image, empty, "writer " + i).toJson();
            writers.add(() -> {
                Map<String, String> own = Map.of("HOME", scratch.path().toString());
                try (Registries client = Registries.ofEnvironment(own)) {
                    return client.repository(ref("crowded"))
                            .write(MediaTypes.OCI_MANIFEST, signature)
                            .digest();
                }
            });
        }
        Set<Digest> written = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Digest> one : threads.invokeAll(writers)) {
                written.add(one.get());
            }
        }
        assertEquals(written, listed(place, image));
        Digest first = written.iterator().next();
        place.delete(place.name().withDigest(first));
        written.remove(first);
        assertEquals(written, listed(place, image));
    }

    private static Set<Digest> listed(RegistryPlace place, Descriptor image) throws IOException {
        return place.referrers(image.digest(), Optional.empty()).stream()
                .map(Descriptor::digest)
                .collect(Collectors.toSet());
    }

    private static ImageManifest signature(Descriptor image, Descriptor empty, String by) {
        return new ImageManifest(
                MediaTypes.OCI_MANIFEST,
                empty,
                List.of(empty),
                Map.of("by", by),
                Optional.of(image),
                Optional.of("application/vnd.test.signature"));
    }

    @Test
    void aManifestIsDeletedByItsDigest() throws IOException {
        RegistryPlace place = repository("deleted");
        Descriptor image = Samples.image(place, Samples.bytes("gone"));
        place.tag(ref("deleted:1"), image);
        place.delete(place.name().withDigest(image.digest()));
        assertEquals(Optional.empty(), place.resolve(ref("deleted:1")));
    }

    @Test
    void aRegistryWithUsersWantsALogin() throws IOException, InterruptedException {
        Map<String, String> environment = Map.of("HOME", scratch.directory("user").toString());
        try (DebianRegistry closed =
                        DebianRegistry.startWithUsers(
                                scratch.directory("closed"),
                                "me:$2y$05$AogS0xjCARHmQfRSQimZwuTjfSDf95r7TIhzcnmc/i27Evrnz6s0O\n");
                Registries mine = Registries.ofEnvironment(environment)) {
            Reference name = Reference.parse(closed.host() + "/a/b:1");
            RegistryPlace place = mine.repository(name);
            RegistryException e = assertThrows(RegistryException.class, () -> place.resolve(name));
            assertEquals(401, e.status());
            assertTrue(e.getMessage().contains("cooper login " + closed.host()), e.getMessage());
            e =
                    assertThrows(
                            RegistryException.class,
                            () -> mine.login(closed.host(), Login.of("me", "wrong")));
            assertTrue(e.getMessage().contains("check the user name"), e.getMessage());
            Login login = mine.login(closed.host(), Login.of("me", "secret"));
            mine.credentials().store(closed.host(), login);
            Descriptor image = Samples.image(place, Samples.noise(9, 2_000_000));
            place.tag(name, image);
            assertEquals(Optional.of(image), place.resolve(name));
        }
    }
}
