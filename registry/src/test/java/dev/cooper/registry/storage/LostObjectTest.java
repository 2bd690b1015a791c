package dev.cooper.registry.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

@ParameterizedClass
@EnumSource(TestStorage.class)
class LostObjectTest {
    @Parameter TestStorage storage;
    @TempDir Path directory;

    @Test
    void bytesThatAreNotWholeAreNotServed() throws IOException {
        byte[] content = TestManifest.noise(1, 50_000);
        RegistryConfig config = storage.in(directory);
        try (TestRegistry registry = new TestRegistry(config)) {
            Digest digest = registry.pushBlob("a", content);
            Path object = storage.onlyFile(config);
            Files.write(object, new byte[10], StandardOpenOption.APPEND);
            HttpResponse<byte[]> longer = registry.get("/v2/a/blobs/" + digest);
            assertEquals(500, longer.statusCode());
            assertTrue(
                    new String(longer.body(), StandardCharsets.UTF_8).contains(digest.toString()));
            Files.write(object, new byte[10]);
            assertEquals(500, registry.get("/v2/a/blobs/" + digest).statusCode());
            Files.delete(object);
            assertEquals(500, registry.get("/v2/a/blobs/" + digest).statusCode());
            registry.pushBlob("a", content);
            assertArrayEquals(content, registry.get("/v2/a/blobs/" + digest).body());
        }
    }

    @Test
    void blobMarkedAsLostIsAsIfNeverPushedUntilItIsPushedAgain() throws IOException {
        byte[] content = TestManifest.noise(1, 50_000);
        RegistryConfig config = storage.in(directory);
        try (TestRegistry registry = new TestRegistry(config)) {
            Digest digest = registry.pushBlob("a", content);
            TestStorage.change(config, "UPDATE blob SET lost_at = 1");
            assertEquals(404, registry.get("/v2/a/blobs/" + digest).statusCode());
            assertEquals(404, registry.head("/v2/a/blobs/" + digest).statusCode());
            String mount = "/v2/b/blobs/uploads/?mount=" + digest + "&from=a";
            assertEquals(202, registry.send("POST", mount, new byte[0]).statusCode());
            registry.pushBlob("a", content);
            assertArrayEquals(content, registry.get("/v2/a/blobs/" + digest).body());
            assertEquals(201, registry.send("POST", mount, new byte[0]).statusCode());
        }
    }
}
