package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.MediaTypes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Indexes drafted and pushed with {@code cooper manifest}, against Cooper's own registry. */
class ManifestCommandsTest {
    @TempDir Path directory;
    private OwnRegistry registry;
    private String host;
    private CommandLine cooper;

    @BeforeEach
    void pushTwoImages() throws IOException {
        registry = OwnRegistry.start(directory.resolve("registry"));
        host = registry.host();
        cooper = new CommandLine(directory.resolve("home"));
        cooper.image("2024-01-02T03:04:05Z", Map.of("a", "b"), 1000, host + "/shop:amd64");
        cooper.image("2024-01-02T03:04:05Z", Map.of("a", "c"), 2000, host + "/arm/shop:arm64");
        ok("push", "-q", host + "/shop:amd64");
        ok("push", "-q", host + "/arm/shop:arm64");
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private String ok(String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(0, result.code(), result.err());
        return result.out();
    }

    private String fails(String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(1, result.code(), result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        return result.err();
    }

    @Test
    void aListIsDraftedAnnotatedAndPushedWithImagesOfOtherRepositories() {
        String list = host + "/shop:1";
        String arm = host + "/arm/shop:arm64";
        String armDigest = ok("digest", arm).strip();
        assertEquals(
                "Created manifest list " + list + "\n",
                ok("manifest", "create", list, host + "/shop:amd64"));
        ok("manifest", "create", "--amend", list, arm);
        assertEquals("", ok("manifest", "annotate", "--arch=arm64", "--variant", "v8", list, arm));
        assertTrue(ok("manifest", "inspect", list).contains("\"variant\": \"v8\""));
        assertTrue(ok("manifest", "inspect", list, arm).contains(armDigest));
        List<String> pushed = ok("manifest", "push", "--purge", list).lines().toList();
        assertEquals(
                "Pushed ref " + host + "/shop@" + armDigest + " with digest: " + armDigest,
                pushed.getFirst());
        assertEquals(ok("digest", list).strip(), pushed.getLast());
        byte[] raw = ok("manifest", "inspect", "--raw", list).getBytes(StandardCharsets.UTF_8);
        ImageIndex index = ImageIndex.parse(raw);
        assertEquals(MediaTypes.OCI_INDEX, index.mediaType());
        assertEquals(2, index.manifests().size());
        assertEquals(
                "linux/arm64/v8", index.manifests().getLast().platform().orElseThrow().toString());
        String each = "\"Ref\": \"" + list + "@" + armDigest + "\"";
        assertTrue(ok("manifest", "inspect", "--verbose", list).contains(each));
        ok("pull", "-q", "--platform", "linux/arm64/v8", list);
        assertTrue(fails("manifest", "push", list).contains("no such manifest"));
    }

    @Test
    void aDraftIsNotReplacedUnlessAmended() {
        String list = host + "/shop:1";
        ok("manifest", "create", list, host + "/shop:amd64");
        String error = fails("manifest", "create", list, host + "/shop:amd64");
        assertTrue(error.contains("--amend"), error);
        assertEquals("", ok("manifest", "rm", list));
        assertTrue(fails("manifest", "rm", list).contains("no such manifest: " + list));
    }

    @Test
    void whatCannotBePartOfAListIsRefused() {
        String list = host + "/shop:1";
        ok("manifest", "create", list, host + "/shop:amd64");
        String odd = fails("manifest", "annotate", "--arch", "arm46", list, host + "/shop:amd64");
        assertTrue(odd.contains("unsupported os/arch combination: linux/arm46"), odd);
        assertTrue(
                fails("manifest", "annotate", "--os", "linux", list, host + "/x:1")
                        .contains("does not exist in " + list));
        ok("manifest", "push", list);
        assertTrue(
                fails("manifest", "create", host + "/shop:2", list)
                        .contains("is a manifest list itself"));
        assertTrue(
                fails("manifest", "create", host + "/shop:2", host + "/shop:am64")
                        .contains("has no tag am64"));
        CommandLine.Result unknown = cooper.run("manifest", "creat");
        assertEquals(2, unknown.code());
        assertTrue(unknown.err().contains("manifest create"), unknown.err());
    }
}
