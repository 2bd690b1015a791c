package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.archive.TarWriter;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Layers of a base image that no step looks into stay where they are. */
class LazyBaseIT {
    private ScratchDirectory scratch;
    private CountingRegistry registry;
    private CooperCommand cooper;
    private Path context;
    private String base;
    private String layer;

    @BeforeEach
    void pushABase() throws IOException, InterruptedException {
        Machine.requireBuilds();
        scratch = ScratchDirectory.create("lazy-base");
        registry = CountingRegistry.start(scratch.directory("registry"));
        context = scratch.directory("context");
        base = registry.host() + "/team/base:1";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        byte[] content = new byte[2 << 20];
        new java.util.Random(1).nextBytes(content);
        tar.write(TarEntry.directory("tmp/").withMode(01777));
        tar.write(TarEntry.file("big", content.length), new ByteArrayInputStream(content));
        tar.finish();
        CooperCommand maker = CooperCommand.at(scratch.resolve("maker")).in(context);
        maker.runWithInput(bytes.toByteArray(), "import", "-", base).ok();
        maker.run("push", "-q", base).ok();
        String manifest = maker.run("manifest", "inspect", "--raw", base).ok().out();
        layer =
                ImageManifest.parse(manifest.getBytes(StandardCharsets.UTF_8))
                        .layers()
                        .getFirst()
                        .digest()
                        .toString();
        cooper = CooperCommand.at(scratch.resolve("home")).in(context);
        Files.writeString(context.resolve("app"), "hello");
        Files.writeString(
                context.resolve("Dockerfile"),
                "FROM " + base + "\nLABEL a=b\nCOPY --link app /tmp/app\nCMD [\"/tmp/app\"]\n");
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
        scratch.close();
    }

    private List<String> downloads() {
        return registry.seen("/blobs/" + layer).stream()
                .filter(line -> line.startsWith("GET "))
                .toList();
    }

    @Test
    void aBuildOfMetadataAndLinksNeverDownloadsTheBase() throws IOException, InterruptedException {
        String target = registry.host() + "/team/app:1";
        cooper.run("build", "--push", "-t", target, ".").ok();
        assertEquals(List.of(), downloads());
        assertFalse(registry.seen("mount=" + layer).isEmpty(), "the layer was mounted");
        try (CountingRegistry other = CountingRegistry.start(scratch.directory("other"))) {
            String elsewhere = other.host() + "/app:1";
            cooper.run("tag", target, elsewhere).ok();
            cooper.run("push", "-q", elsewhere).ok();
            assertEquals(1, downloads().size(), "passed through, not kept");
            assertFalse(Files.exists(blob(layer)));
            CooperCommand reader = CooperCommand.at(scratch.resolve("reader")).in(context);
            Path files = scratch.resolve("files.tar");
            reader.run("export", "-o", files.toString(), elsewhere).ok();
            assertTrue(Files.size(files) > 2 << 20);
        }
    }

    @Test
    void layersComeWhenAStepOrAnArchiveNeedsThem() throws IOException, InterruptedException {
        cooper.run("build", "-t", "app:1", ".").ok();
        assertEquals(List.of(), downloads());
        cooper.run("save", "-o", scratch.resolve("app.tar").toString(), "app:1").ok();
        assertEquals(1, downloads().size());
        Files.writeString(context.resolve("Dockerfile"), "FROM " + base + "\nCOPY app /app\n");
        String out = cooper.run("build", "-t", "app:2", ".").ok().err();
        assertTrue(out.contains("[internal] pull " + base), out);
        assertEquals(2, downloads().size());
        assertTrue(Files.exists(blob(layer)));
        cooper.run("build", "--no-cache", "-t", "app:2", ".").ok();
        assertEquals(2, downloads().size());
    }

    @Test
    void aLayerOfLinksSaysNothingAboutTheDirectoriesOfTheBase()
            throws IOException, InterruptedException {
        cooper.run("build", "-t", "app:1", ".").ok();
        Path files = scratch.resolve("files");
        cooper.run("build", "-o", "type=local,dest=" + files, ".").ok();
        assertEquals("hello", Files.readString(files.resolve("tmp/app")));
        Path tar = scratch.resolve("app.tar");
        cooper.run("export", "-o", tar.toString(), "app:1").ok();
        try (InputStream in = Files.newInputStream(tar)) {
            var reader = new TarReader(in, TarLimits.DEFAULT);
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry.cleanPath().equals("tmp")) {
                    assertEquals(01777, entry.mode());
                }
            }
        }
    }

    private Path blob(String digest) {
        return scratch.resolve("home").resolve("blobs/sha256").resolve(Digest.parse(digest).hex());
    }
}
