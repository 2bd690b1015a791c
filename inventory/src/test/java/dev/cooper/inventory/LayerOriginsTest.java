package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class LayerOriginsTest {
    @TempDir Path directory;

    @Test
    void theSameLayerOnAnotherIsAnotherStepOfABuild() throws IOException {
        Digest base = Digest.sha256(new byte[1]);
        Digest copied = Digest.sha256(new byte[2]);
        LayerOrigins origins = new LayerOrigins(directory);
        origins.record(List.of(base, copied), "Dockerfile:2");
        origins.record(List.of(base, copied, copied), "Dockerfile:9");
        origins.record(List.of(base, copied, copied), "Dockerfile:3");
        assertEquals(
                List.of(Optional.empty(), Optional.of("Dockerfile:2"), Optional.of("Dockerfile:3")),
                origins.find(List.of(base, copied, copied)));
        assertEquals(List.of(Optional.empty()), origins.find(List.of(copied)));
    }
}
