package dev.cooper.registry.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.RegistryServer;
import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.maintenance.RegistryCheck;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A registry on a small disk that is full or read-only. */
class FullDiskIT {
    private static final byte[] LAYER = TestManifest.noise(1, 2 << 20);

    private ScratchDirectory scratch;
    private Path disk;
    private RegistryConfig config;

    @BeforeEach
    void mountASmallDisk() throws IOException, InterruptedException {
        Machine.requireRoot();
        scratch = ScratchDirectory.create("full");
        disk = scratch.directory("disk");
        Processes.run("mount", "-t", "tmpfs", "-o", "size=24m", "none", disk.toString()).ok();
        config = RegistryConfig.defaults(disk.resolve("registry")).withPort(0);
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (scratch != null) {
            Processes.run("umount", disk.toString());
            scratch.close();
        }
    }

    private static byte[] push(TestRegistry registry) {
        Digest empty = registry.pushBlob("a", "{}".getBytes(StandardCharsets.UTF_8));
        byte[] image = TestManifest.image(empty, registry.pushBlob("a", LAYER), LAYER.length);
        assertEquals(
                201, registry.putManifest("a", "x", MediaTypes.OCI_MANIFEST, image).statusCode());
        return image;
    }

    private void clean() throws IOException, InterruptedException {
        RegistryCheck.Report report =
                RegistryCheck.check(config, false, RegistryCheck.Progress.NONE);
        assertTrue(report.isClean(), report.problems().toString());
    }

    private void fill() throws IOException {
        Path rest = disk.resolve("rest");
        byte[] block = new byte[4096];
        try (var out = Files.newOutputStream(rest)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("space"), e.getMessage());
        }
    }

    private static void isRefused(HttpResponse<byte[]> answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        assertEquals(507, answer.statusCode(), body);
        assertTrue(body.contains("disk is full"), body);
    }

    @Test
    void pushesAreToldThatTheDiskIsFullAndWorkAgainWhenItIsNot()
            throws IOException, InterruptedException {
        try (TestRegistry registry = new TestRegistry(config)) {
            byte[] image = push(registry);
            fill();
            byte[] large = TestManifest.noise(2, 3 << 20);
            Digest digest = Digest.sha256(large);
            String blobs = "/v2/a/blobs/";
            isRefused(registry.send("POST", blobs + "uploads/?digest=" + digest, large));
            String upload = registry.startUpload("a");
            isRefused(registry.send("PATCH", upload, large));
            isRefused(registry.send("PUT", upload + "?digest=" + digest, large));
            assertEquals(404, registry.head(blobs + digest).statusCode());
            assertArrayEquals(LAYER, registry.get(blobs + Digest.sha256(LAYER)).body());
            assertArrayEquals(image, registry.get("/v2/a/manifests/x").body());
            Files.delete(disk.resolve("rest"));
            assertEquals(digest, registry.pushBlob("a", large));
            assertArrayEquals(large, registry.get(blobs + digest).body());
            clean();
        }
    }

    @Test
    void databaseThatCannotGrowLosesNothingAndGrowsAgain()
            throws IOException, InterruptedException {
        try (TestRegistry registry = new TestRegistry(config)) {
            byte[] image = push(registry);
            fill();
            HttpResponse<byte[]> refused = null;
            int pushed = 0;
            // The log of the database has some room of its own at first.
            while (refused == null && pushed < 2000) {
                byte[] small = TestManifest.noise(1000 + pushed, 16_000);
                HttpResponse<byte[]> answer =
                        registry.send(
                                "POST",
                                "/v2/a/blobs/uploads/?digest=" + Digest.sha256(small),
                                small);
                if (answer.statusCode() == 201) {
                    pushed++;
                } else {
                    refused = answer;
                }
            }
            assertTrue(refused != null, "the disk was never full");
            isRefused(refused);
            assertArrayEquals(image, registry.get("/v2/a/manifests/x").body());
            Files.delete(disk.resolve("rest"));
            push(registry);
            for (int i = 0; i < pushed; i++) {
                byte[] small = TestManifest.noise(1000 + i, 16_000);
                assertArrayEquals(
                        small, registry.get("/v2/a/blobs/" + Digest.sha256(small)).body());
            }
            clean();
        }
    }

    @Test
    void uploadGoesOnAfterADiskWasFull() throws IOException, InterruptedException {
        byte[] content = TestManifest.noise(3, 4 << 20);
        byte[] half = java.util.Arrays.copyOf(content, 2 << 20);
        byte[] rest = java.util.Arrays.copyOfRange(content, 2 << 20, content.length);
        try (TestRegistry registry = new TestRegistry(config)) {
            String upload = registry.startUpload("a");
            upload = TestRegistry.header(registry.send("PATCH", upload, half), "Location");
            fill();
            isRefused(registry.send("PATCH", upload, rest));
            HttpResponse<byte[]> state = registry.get(upload);
            assertEquals("0-" + (half.length - 1), TestRegistry.header(state, "Range"));
            Files.delete(disk.resolve("rest"));
            Digest digest = Digest.sha256(content);
            assertEquals(
                    201, registry.send("PUT", upload + "?digest=" + digest, rest).statusCode());
            assertArrayEquals(content, registry.get("/v2/a/blobs/" + digest).body());
        }
    }

    @Test
    void readOnlyDirectoryIsNamedWhenTheRegistryStarts() throws IOException, InterruptedException {
        try (TestRegistry registry = new TestRegistry(config)) {
            push(registry);
        }
        Processes.run("mount", "-o", "remount,ro", disk.toString()).ok();
        IOException refused = assertThrows(IOException.class, () -> RegistryServer.start(config));
        assertTrue(
                refused.getMessage().contains(disk.toString())
                        && refused.getMessage().contains("Read-only"),
                refused.getMessage());
        Processes.run("mount", "-o", "remount,rw", disk.toString()).ok();
        clean();
        try (TestRegistry registry = new TestRegistry(config);
                Stream<Path> uploads = Files.list(disk.resolve("registry/uploads"))) {
            push(registry);
            assertEquals(List.of(), uploads.toList());
        }
    }
}
