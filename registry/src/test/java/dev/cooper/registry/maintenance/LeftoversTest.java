package dev.cooper.registry.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.storage.Storage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

class LeftoversTest {
    /** More than the bucket lists at once. */
    private static final int MANY = 1_100;

    @TempDir Path directory;

    @Test
    void objectsThatNothingNamesAreSweptFromABucketWhenTheyAreOld() throws IOException {
        RegistryConfig config = TestStorage.SHARED.in(directory);
        try (TestRegistry registry = new TestRegistry(config)) {
            registry.pushBlob("a", TestManifest.noise(1, 50_000));
            Path kept = TestStorage.SHARED.onlyFile(config);
            String upload = registry.startUpload("a");
            registry.send("PATCH", upload, TestManifest.noise(2, 50_000));
            Path folder = kept.getParent();
            for (int i = 0; i < MANY; i++) {
                String key = kept.getParent().getFileName() + "%030d".formatted(i);
                Files.write(folder.resolve(key), new byte[1]);
            }
            assertEquals(0, RegistryGarbage.collect(config, false).unnamed());
            FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
            for (Path file : TestStorage.SHARED.files(config)) {
                Files.setLastModifiedTime(file, old);
            }
            assertEquals(MANY, RegistryGarbage.collect(config, true).unnamed());
            assertEquals(MANY, RegistryGarbage.collect(config, false).unnamed());
            assertEquals(2, TestStorage.SHARED.files(config).size());
            assertTrue(Files.exists(kept));
            Path another = Files.copy(kept, folder.resolve("another"));
            Files.setLastModifiedTime(another, old);
            try (Storage storage = Storage.open(config)) {
                assertEquals(0, RegistryGarbage.collect(storage, false, false).unnamed());
                assertEquals(1, RegistryGarbage.collect(storage, true, true).unnamed());
            }
        }
    }
}
