package dev.cooper.registry.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

public class LostObjectTest {
    @TempDir Path directory;

    public static Path onlyObject(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("objects"))) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    @Test
    void bytesThatAreNotWholeAreNotServed() throws IOException {
        byte[] content = TestManifest.noise(1, 50_000);
        try (TestRegistry registry = new TestRegistry(directory)) {
            Digest digest = registry.pushBlob("a", content);
            Path object = onlyObject(directory);
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
        try (TestRegistry registry = new TestRegistry(directory)) {
            Digest digest = registry.pushBlob("a", content);
            try (Database database = SqliteDatabase.open(directory.resolve("registry.db"))) {
                database.write(sql -> sql.update("UPDATE blob SET lost_at = 1"));
            }
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
