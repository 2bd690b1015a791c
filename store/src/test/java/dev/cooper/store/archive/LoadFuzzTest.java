package dev.cooper.store.archive;

import dev.cooper.archive.Compression;
import dev.cooper.archive.TarEntry;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;
import dev.cooper.store.LocalStore;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A short, blind run of the fuzz target over mutations of good archives. */
class LoadFuzzTest {
    @TempDir Path directory;

    @AfterAll
    static void removeStore() throws IOException {
        LoadFuzz.close();
    }

    @Test
    void mutatedArchivesNeverDoWorseThanAnIoException() throws IOException {
        Random random = new Random(Long.getLong("tests.seed", 20261121L));
        List<byte[]> seeds = List.of(saved(), old());
        for (int i = 0; i < 800; i++) {
            byte[] input = seeds.get(i % seeds.size()).clone();
            for (int n = random.nextInt(5); n >= 0; n--) {
                input[random.nextInt(input.length)] = (byte) random.nextInt();
            }
            LoadFuzz.fuzzerTestOneInput(
                    random.nextInt(10) == 0
                            ? Arrays.copyOf(input, random.nextInt(input.length))
                            : input);
        }
    }

    private byte[] saved() throws IOException {
        LocalStore store = LocalStore.open(directory.resolve("store"));
        Descriptor image = TestTar.image(store, Compression.GZIP, TestTar.layer("a", "b"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DockerArchive.write(
                store, List.of(new NamedImage(image, List.of(Reference.parse("a:1")))), out);
        return out.toByteArray();
    }

    private static byte[] old() throws IOException {
        byte[] layer = TestTar.layer("a", "b");
        return new TestTar()
                .file("c.json", TestTar.config(layer, layer))
                .file("x/layer.tar", layer)
                .add(TarEntry.symlink("y/layer.tar", "../x/layer.tar"))
                .file(
                        "manifest.json",
                        "[{\"Config\":\"c.json\",\"RepoTags\":[\"a:1\"],\"Layers\":[\"x/layer.tar\",\"y/layer.tar\"]}]")
                .bytes();
    }
}
