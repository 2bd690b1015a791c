package dev.cooper.registry.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An import that is killed in the middle goes on when it is begun again. */
@Timeout(120)
class KilledImportIT {
    private static final int IMAGES = 300;
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir Path directory;

    private static byte[] layer(int image) {
        return TestManifest.noise(image, 20_000);
    }

    private static byte[] manifest(int image) {
        return TestManifest.image(
                Digest.sha256(CONFIG), Digest.sha256(layer(image)), layer(image).length);
    }

    private Path layout() throws IOException {
        Path layout = Files.createDirectories(directory.resolve("layout"));
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        write(layout, CONFIG);
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            byte[] manifest = manifest(i);
            write(layout, layer(i));
            write(layout, manifest);
            entries.add(
                    "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"annotations\":{\"org.opencontainers.image.ref.name\":\"t%d\"}}"
                            .formatted(
                                    MediaTypes.OCI_MANIFEST,
                                    Digest.sha256(manifest),
                                    manifest.length,
                                    i));
        }
        Files.writeString(
                layout.resolve("index.json"),
                "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}");
        return layout;
    }

    private static void write(Path layout, byte[] content) throws IOException {
        Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
        Files.write(blobs.resolve(Digest.sha256(content).hex()), content);
    }

    @Test
    void whatIsMissingIsTakenTheSecondTime() throws IOException, InterruptedException {
        Path layout = layout();
        RegistryConfig config = TestStorage.ONE_DIRECTORY.in(directory.resolve("ours"));
        Process child = ImportChild.start(config.storage().directory(), layout);
        while (child.isAlive() && TestStorage.ONE_DIRECTORY.files(config).size() < IMAGES / 10) {
            Thread.onSpinWait();
        }
        child.destroyForcibly().waitFor();
        RegistryImport.Report report =
                RegistryImport.run(
                        config, Optional.of(layout), Optional.of("a"), RegistryCheck.Progress.NONE);
        assertEquals(List.of(), report.refused());
        assertTrue(report.blobs() > 0, "it was killed too late to show anything");
        assertTrue(report.blobs() < IMAGES, "it was killed too early to show anything");
        assertTrue(RegistryCheck.check(config, false, RegistryCheck.Progress.NONE).isClean());
        try (TestRegistry registry = new TestRegistry(config)) {
            for (int i = 0; i < IMAGES; i++) {
                String tag = "/v2/a/manifests/t" + i;
                assertEquals(
                        Digest.sha256(manifest(i)), Digest.sha256(registry.get(tag).body()), tag);
            }
        }
    }
}
