package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.store.OciLayout;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is no image, such as a chart and its signature, through all places that can hold it. */
class CopyArtifactsTest {
    @TempDir Path directory;
    private CommandLine cooper;
    private OciLayout layout;
    private Descriptor chart;

    @BeforeEach
    void makeAChartAndItsSignature() throws IOException {
        cooper = new CommandLine(directory.resolve("home"));
        layout = OciLayout.create(directory.resolve("layout"));
        chart = artifact("chart", Optional.empty());
        layout.add(chart, "v1");
        layout.add(artifact("signature", Optional.of(chart.plain())));
    }

    private Descriptor artifact(String content, Optional<Descriptor> subject) throws IOException {
        Descriptor config = layout.write("application/vnd.oci.empty.v1+json", "{}".getBytes(UTF_8));
        Descriptor blob = layout.write("text/plain", content.getBytes(UTF_8));
        ImageManifest manifest =
                new ImageManifest(
                        MediaTypes.OCI_MANIFEST,
                        config,
                        List.of(blob),
                        Map.of(),
                        subject,
                        Optional.of("application/x." + content));
        return layout.write(MediaTypes.OCI_MANIFEST, manifest.toJson());
    }

    private String ok(String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(0, result.code(), result.err());
        return result.out();
    }

    private String copied(String from, String to) {
        return ok("copy", "-q", "--referrers", "--preserve-digests", from, to).strip();
    }

    @Test
    void anArchiveKeepsAnArtifactAndWhatRefersToIt() throws IOException {
        String archive = "oci-archive:" + directory.resolve("chart.tar");
        assertEquals(chart.digest().toString(), copied("oci:" + layout.directory(), archive));
        Path back = directory.resolve("back");
        assertEquals(chart.digest().toString(), copied(archive, "oci:" + back + ":v1"));
        assertEquals(2, OciLayout.open(back).entries().size());
    }

    @Test
    void theStoreGivesAnArtifactBackAndForgetsItWithWhatRefersToIt() throws IOException {
        copied("oci:" + layout.directory(), "store:chart:1");
        Path back = directory.resolve("back");
        assertEquals(chart.digest().toString(), copied("store:chart:1", "oci:" + back + ":v1"));
        assertEquals(2, OciLayout.open(back).entries().size());
        assertEquals("Untagged: chart:1\n", ok("rmi", "chart:1"));
        assertEquals(List.of(), OciLayout.open(cooper.store().home()).entries());
        assertFalse(cooper.store().has(chart));
    }

    @Test
    void aDockerArchiveCannotHoldWhatRefersToAnImage() {
        String archive = "docker-archive:" + directory.resolve("chart.tar");
        CommandLine.Result result =
                cooper.run("copy", "--referrers", "oci:" + layout.directory(), archive);
        assertEquals(1, result.code());
        assertTrue(result.err().contains("OCI archive"), result.err());
    }
}
