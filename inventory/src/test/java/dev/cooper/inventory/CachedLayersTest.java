package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

class CachedLayersTest {
    private static final Digest OLD = Digest.sha256("old".getBytes(StandardCharsets.UTF_8));
    private static final Digest NEW = Digest.sha256("new".getBytes(StandardCharsets.UTF_8));

    @TempDir Path directory;

    private void keep(Digest layer, Duration age) throws IOException {
        LayerCache cache = new LayerCache(directory);
        cache.write(layer, "packages", new byte[100]);
        cache.write(layer, "secrets", new byte[10]);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(each -> each.toString().contains(layer.hex())).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
            }
        }
    }

    @Test
    void whatWasUnusedForLongestGoesFirst() throws IOException {
        keep(OLD, Duration.ofDays(30));
        keep(NEW, Duration.ofDays(3));
        CachedLayers layers = new CachedLayers(directory);
        CachedLayers.Usage both = layers.usage();
        assertEquals(2, both.layers());
        layers.trim(both.bytes() - 1);
        assertEquals(new CachedLayers.Usage(1, both.bytes() / 2), layers.usage());
        LayerCache cache = new LayerCache(directory);
        assertFalse(cache.read(OLD, "packages").isPresent());
        assertTrue(cache.read(NEW, "packages").isPresent());
    }

    @Test
    void whatIsReadIsTakenForUsed() throws IOException {
        keep(OLD, Duration.ofDays(30));
        CachedLayers layers = new CachedLayers(directory);
        new LayerCache(directory).read(OLD, "packages");
        Instant weekAgo = Instant.now().minus(Duration.ofDays(7));
        assertEquals(0, layers.removeUnusedSince(weekAgo).layers());
        assertEquals(1, layers.removeUnusedSince(Instant.MAX).layers());
        assertEquals(new CachedLayers.Usage(0, 0), layers.usage());
        assertFalse(Files.exists(directory.resolve(OLD.hex().substring(0, 2)).resolve(OLD.hex())));
    }

    @Test
    void aCacheThatIsNotThereHasNothing() throws IOException {
        CachedLayers layers = new CachedLayers(directory.resolve("none"));
        assertEquals(new CachedLayers.Usage(0, 0), layers.usage());
        assertEquals(0, layers.removeUnusedSince(Instant.MAX).layers());
    }
}
