package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.archive.TarWriter;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Single blobs, configs and files of images, from the store and from Cooper's own registry. */
class ExportTest {
    @TempDir Path directory;
    private OwnRegistry registry;
    private String name;
    private CommandLine cooper;

    @BeforeEach
    void pushAnImage() throws IOException {
        registry = OwnRegistry.start(directory.resolve("registry"));
        name = registry.host() + "/files:1";
        cooper = new CommandLine(directory.resolve("home"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        byte[] text = "hello".getBytes(StandardCharsets.UTF_8);
        tar.write(TarEntry.directory("etc/"));
        tar.write(TarEntry.file("etc/greeting", text.length), new ByteArrayInputStream(text));
        tar.finish();
        cooper.withInput(bytes.toByteArray());
        run("import", "-", name);
        run("push", "-q", name);
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private byte[] run(String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(0, result.code(), result.err());
        return result.bytes();
    }

    private String fails(String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(1, result.code(), result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        return result.err();
    }

    private static List<String> names(byte[] tar) throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(tar), TarLimits.DEFAULT);
        List<String> names = new ArrayList<>();
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            names.add(entry.cleanPath());
        }
        return names;
    }

    @Test
    void exportWritesTheSameFilesFromTheStoreAndFromARegistry() throws IOException {
        byte[] local = run("export", name);
        assertEquals(List.of("etc", "etc/greeting"), names(local));
        Path file = directory.resolve("files.tar");
        run("export", "-o", file.toString(), "docker://" + name);
        assertArrayEquals(local, Files.readAllBytes(file));
        CommandLine other = new CommandLine(directory.resolve("other"));
        assertArrayEquals(local, other.run("export", name).bytes());
    }

    @Test
    void anImageThatIsNowhereIsNamed() {
        assertTrue(fails("export", registry.host() + "/files:2").contains("has no tag 2"));
        Path file = directory.resolve("none.tar");
        fails("export", "-o", file.toString(), "oci:" + directory.resolve("nothing"));
        assertFalse(Files.exists(file));
    }

    @Test
    void configPrintsTheConfigAndBlobGetEveryBlob() throws IOException {
        ImageManifest manifest = ImageManifest.parse(run("manifest", "inspect", "--raw", name));
        byte[] config = run("config", name);
        assertEquals(manifest.config().digest(), Digest.sha256(config));
        assertArrayEquals(config, run("config", "docker://" + name));
        String repository = registry.host() + "/files@";
        assertArrayEquals(config, run("blob", "get", repository + manifest.config().digest()));
        Path file = directory.resolve("layer");
        Digest layer = manifest.layers().getFirst().digest();
        run("blob", "get", "-o", file.toString(), repository + layer);
        assertEquals(layer, Digest.sha256(Files.readAllBytes(file)));
        String missing = repository + Digest.sha256(new byte[1]);
        assertTrue(fails("blob", "get", missing).contains("has no blob sha256:"));
        assertTrue(fails("blob", "get", name).contains("say which blob"));
    }
}
