package dev.cooper.registry.storage;

import static dev.cooper.registry.Requirements.assertError;
import static dev.cooper.registry.Requirements.assertStatus;
import static dev.cooper.registry.Requirements.bytes;
import static dev.cooper.registry.Requirements.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.Requirements;
import dev.cooper.registry.TestBucket;
import dev.cooper.registry.TestDatabase;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.config.S3Config;
import dev.cooper.registry.maintenance.RegistryGarbage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Two registries on one PostgreSQL and one bucket. */
class SharedStorageTest implements Requirements {
    @TempDir Path directory;
    private RegistryConfig config;
    private TestRegistry one;
    private TestRegistry other;

    @BeforeEach
    void start() throws IOException {
        config = TestStorage.SHARED.in(directory);
        one = new TestRegistry(config);
        other = new TestRegistry(config);
    }

    @AfterEach
    void stop() throws IOException {
        one.close();
        other.close();
    }

    @Override
    public TestRegistry registry() {
        return one;
    }

    private List<String> objects() throws IOException {
        List<String> keys = new ArrayList<>();
        try (Storage storage = Storage.open(config)) {
            storage.objects().list(Instant.now().plusSeconds(60), keys::add);
        }
        return keys;
    }

    @Test
    void anUploadGoesBackAndForth() throws IOException {
        byte[] content = random(1, 13_000_000);
        Digest digest = Digest.sha256(content);
        String place = one.startUpload("a");
        int[] ends = {3_000_000, 11_000_000, 11_000_100, 12_500_000};
        int start = 0;
        for (int i = 0; i < ends.length; i++) {
            TestRegistry registry = i % 2 == 0 ? other : one;
            byte[] chunk = Arrays.copyOfRange(content, start, ends[i]);
            HttpResponse<byte[]> taken =
                    registry.send(
                            "PATCH", place, chunk, "Content-Range", start + "-" + (ends[i] - 1));
            assertStatus(202, taken);
            start = ends[i];
        }
        assertEquals("0-12499999", TestRegistry.header(other.get(place), "Range"));
        byte[] last = Arrays.copyOfRange(content, start, content.length);
        assertStatus(201, other.send("PUT", place + "?digest=" + digest, last));
        assertArrayEquals(content, one.get("/v2/a/blobs/" + digest).body());
        assertEquals(1, objects().size());
        assertStatus(404, one.get(place));
    }

    @Test
    void anUploadThatMovedAndHasTheWrongDigestLeavesNothing() throws IOException {
        for (int size : new int[] {1000, 100_000, 6_000_000}) {
            String place = one.startUpload("a");
            assertStatus(202, one.send("PATCH", place, random(2, size)));
            Digest wrong = Digest.sha256(bytes("something else"));
            assertError(
                    400, "DIGEST_INVALID", other.send("PUT", place + "?digest=" + wrong, NOTHING));
            assertStatus(404, one.head("/v2/a/blobs/" + wrong));
        }
        assertEquals(List.of(), objects());
    }

    @Test
    void uploadsThatAreCancelledLeaveNothing() throws IOException {
        for (int size : new int[] {1000, 100_000, 6_000_000}) {
            String place = one.startUpload("a");
            assertStatus(202, one.send("PATCH", place, random(3, size)));
            assertStatus(204, other.delete(place));
            assertStatus(404, one.get(place));
        }
        assertEquals(List.of(), objects());
    }

    @Test
    void aPushInOneRequestMayHaveManyParts() throws IOException {
        byte[] content = random(4, 16_000_000);
        Digest digest = one.pushBlob("a", content);
        assertArrayEquals(content, other.get("/v2/a/blobs/" + digest).body());
        HttpResponse<byte[]> part =
                other.get("/v2/a/blobs/" + digest, "Range", "bytes=5242870-5242889");
        assertArrayEquals(Arrays.copyOfRange(content, 5_242_870, 5_242_890), part.body());
    }

    @Test
    void theSameIsPushedToBothAtTheSameTime() throws IOException, InterruptedException {
        byte[] small = bytes("the same small blob");
        byte[] large = random(5, 100_000);
        byte[] manifest = image("same", "x");
        Queue<String> refused = new ConcurrentLinkedQueue<>();
        for (int round = 0; round < 5; round++) {
            String name = "same/r" + round;
            List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < 8; client++) {
                TestRegistry registry = client % 2 == 0 ? one : other;
                clients.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    try {
                                        registry.pushBlob(name, small);
                                        registry.pushBlob(name, large);
                                        registry.pushBlob(name, bytes("{}"));
                                        registry.pushBlob(name, BLOB);
                                        HttpResponse<byte[]> tagged =
                                                registry.putManifest(
                                                        name,
                                                        "t",
                                                        MediaTypes.OCI_MANIFEST,
                                                        manifest);
                                        assertStatus(201, tagged);
                                    } catch (AssertionError e) {
                                        refused.add(String.valueOf(e.getMessage()));
                                    }
                                }));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertArrayEquals(manifest, other.get("/v2/" + name + "/manifests/t").body());
            assertArrayEquals(
                    large, one.get("/v2/" + name + "/blobs/" + Digest.sha256(large)).body());
        }
        assertEquals(List.of(), List.copyOf(refused));
        assertEquals(1, objects().size());
    }

    @Test
    void garbageOfOneIsCollectedByAnyAndUploadsAreLeftAlone() throws IOException {
        Digest digest = one.pushBlob("a", random(6, 50_000));
        String place = one.startUpload("a");
        byte[] content = random(7, 50_000);
        assertStatus(202, one.send("PATCH", place, content));
        assertEquals(0, RegistryGarbage.collect(config, false).blobs());
        RegistryConfig hasty =
                config.withStorage(config.storage().withLease(Duration.ofSeconds(-10)));
        try (TestRegistry third = new TestRegistry(hasty)) {
            third.pushBlob("a", random(6, 50_000));
        }
        assertEquals(1, RegistryGarbage.collect(config, false).blobs());
        assertStatus(404, other.get("/v2/a/blobs/" + digest));
        String end = place + "?digest=" + Digest.sha256(content);
        assertStatus(201, other.send("PUT", end, NOTHING));
        assertArrayEquals(content, one.get("/v2/a/blobs/" + Digest.sha256(content)).body());
    }

    @Test
    void clientsAreSentToTheBucketUnlessTheyAskOnly() throws IOException, InterruptedException {
        S3Config direct = TestBucket.redirecting(config.storage().s3().orElseThrow());
        byte[] content = random(8, 50_000);
        Digest digest = one.pushBlob("a", content);
        Digest small = one.pushBlob("a", BLOB);
        try (TestRegistry third =
                        new TestRegistry(config.withStorage(config.storage().withS3(direct)));
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> sent = third.get("/v2/a/blobs/" + digest);
            assertStatus(307, sent);
            URI address = URI.create(TestRegistry.header(sent, "Location"));
            assertArrayEquals(
                    content,
                    client.send(
                                    HttpRequest.newBuilder(address).build(),
                                    HttpResponse.BodyHandlers.ofByteArray())
                            .body());
            URI forged = URI.create(address.toString().replace("Signature=", "Signature=0"));
            assertEquals(
                    403,
                    client.send(
                                    HttpRequest.newBuilder(forged).build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode());
            assertStatus(200, third.head("/v2/a/blobs/" + digest));
            assertStatus(200, third.get("/v2/a/blobs/" + small));
        }
    }

    @Test
    void aDatabaseThatIsAwayIsAnswered503AndThenAllIsWell() throws IOException {
        TestDatabase database = TestDatabase.start(directory.resolve("postgres"));
        RegistryConfig own = config.withStorage(config.storage().withDatabase(database.create()));
        boolean running = true;
        try (TestRegistry third = new TestRegistry(own)) {
            Digest digest = third.pushBlob("a", BLOB);
            database.stop();
            running = false;
            HttpResponse<byte[]> away = third.get("/v2/a/blobs/" + digest);
            assertError(503, "UNAVAILABLE", away);
            assertEquals(Optional.of("5"), away.headers().firstValue("Retry-After"));
            database.restart();
            running = true;
            assertStatus(200, third.get("/v2/a/blobs/" + digest));
            third.pushBlob("a", bytes("afterwards"));
            database.stop();
            database.restart();
            assertStatus(200, third.get("/v2/a/blobs/" + digest));
            third.pushBlob("a", bytes("without a gap"));
        } finally {
            if (running) {
                database.stop();
            }
        }
    }
}
