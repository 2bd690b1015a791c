package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.store.BlobWriter;
import dev.cooper.store.Lease;
import dev.cooper.store.LocalStore;

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
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

class FixPlanCommandTest {
    private static final String FEED =
            """
            {"id": "CVE-%s", "affected": [{"package": {"ecosystem": "npm", "name": "%s"},
             "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "%s"}]}]}]}
            """;

    @TempDir Path directory;
    private CommandLine cooper;

    @BeforeEach
    void makeADatabaseAndBases() throws IOException {
        cooper = new CommandLine(directory.resolve("store"));
        Path feed = Files.createDirectory(directory.resolve("feed"));
        Files.writeString(feed.resolve("1.json"), FEED.formatted("2024-1", "a", "2.0.0"));
        Files.writeString(feed.resolve("2.json"), FEED.formatted("2024-2", "a", "3.0.0"));
        Files.writeString(feed.resolve("3.json"), FEED.formatted("2024-3", "own", "1.5.0"));
        assertEquals(0, cooper.run("db", "build", "-q", "osv=" + feed).code());
        image("runtime:1.0", Map.of(), layer("a", "1.0.0"));
        image("runtime:1.1", Map.of(), layer("a", "2.1.0"));
        image("runtime:2.0", Map.of(), layer("a", "3.0.0"));
        image("runtime:2.0-rc1", Map.of(), layer("a", "4.0.0"));
    }

    /** A layer with a package of Node. */
    private static byte[] layer(String name, String version) throws IOException {
        byte[] text =
                "{\"name\":\"%s\",\"version\":\"%s\"}"
                        .formatted(name, version)
                        .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            SortedMap<String, byte[]> none = new TreeMap<>();
            TarEntry entry =
                    new TarEntry(
                            "node_modules/" + name + "/package.json",
                            TarEntry.Type.FILE,
                            0644,
                            0,
                            0,
                            "",
                            "",
                            text.length,
                            0,
                            0,
                            "",
                            0,
                            0,
                            none);
            tar.write(entry, new ByteArrayInputStream(text));
        }
        return out.toByteArray();
    }

    private void image(String name, Map<String, String> annotations, byte[]... layers)
            throws IOException {
        LocalStore store = cooper.store();
        List<Digest> diffIds = new ArrayList<>();
        List<Descriptor> blobs = new ArrayList<>();
        List<History> history = new ArrayList<>();
        try (Lease lease = store.lease()) {
            for (byte[] each : layers) {
                diffIds.add(Digest.sha256(each));
                blobs.add(write(store, each, MediaTypes.OCI_LAYER));
                String step = "COPY step " + diffIds.size();
                history.add(new History(Optional.empty(), step, "", "", false));
                String end = "CMD [\"node\"]";
                history.add(new History(Optional.empty(), end, "", "", true));
            }
            ImageConfig config = ImageConfig.empty(Platform.host()).withLayers(diffIds, history);
            Descriptor configBlob = write(store, config.toJson(), MediaTypes.OCI_CONFIG);
            ImageManifest manifest =
                    new ImageManifest(
                            MediaTypes.OCI_MANIFEST,
                            configBlob,
                            blobs,
                            new TreeMap<>(annotations),
                            Optional.empty(),
                            Optional.empty());
            Descriptor root = write(store, manifest.toJson(), MediaTypes.OCI_MANIFEST);
            store.tag(Reference.parse(name).withDefaultTag(), root);
        }
    }

    private static Descriptor write(LocalStore store, byte[] bytes, String mediaType)
            throws IOException {
        try (BlobWriter writer = store.write()) {
            writer.write(bytes);
            return writer.commit(mediaType);
        }
    }

    private String scan(String... args) {
        List<String> all = new ArrayList<>(List.of("scan", "--offline-scan"));
        all.addAll(List.of(args));
        CommandLine.Result result = cooper.run(all.toArray(new String[0]));
        assertEquals(0, result.code(), result.err());
        assertEquals("", result.err());
        return result.out();
    }

    @Test
    void newerTagsOfTheBaseInTheStoreAreCompared() throws IOException {
        image("shop:1", Map.of(), layer("a", "1.0.0"), layer("own", "1.0.0"));
        String plan = scan("shop:1", "--fix-plan");
        assertTrue(
                plan.endsWith(
                        """
                        2 of the findings are in layers of the base image runtime:1.0, 1 in layers above it
                        base runtime:1.0 -> runtime:2.0 removes 2 of 2 (0 critical), adds 0
                        base runtime:1.0 -> runtime:1.1 removes 1 of 2 (0 critical), adds 0
                        """),
                plan);
        String json = scan("shop:1", "--fix-plan", "-f", "json");
        assertTrue(json.contains("\"source\":\"layers\""), json);
        assertTrue(json.contains("\"reference\":\"runtime:2.0\""), json);
    }

    @Test
    void whatIsInOnesOwnLayersComesFirstByRisk() throws IOException {
        image("shop:1", Map.of(), layer("a", "1.0.0"), layer("own", "1.0.0"));
        List<String> lines =
                scan("shop:1", "--sort-by", "risk")
                        .lines()
                        .filter(line -> line.contains("CVE-"))
                        .toList();
        assertTrue(lines.getFirst().contains("CVE-2024-3"), lines.toString());
        assertTrue(lines.getFirst().contains(" own "), lines.toString());
        assertTrue(lines.getLast().contains(" base "), lines.toString());
        String json = scan("shop:1", "-f", "json", "--scanners", "vuln");
        assertEquals(2, json.split("\"InBaseImage\": true", -1).length - 1, json);
        assertTrue(json.contains("\"CreatedBy\": \"COPY step 2\""), json);
    }

    @Test
    void theStoreIsLookedThroughOnlyWhenTheBaseIsAskedFor() throws IOException {
        image("shop:1", Map.of(), layer("a", "1.0.0"), layer("own", "1.0.0"));
        String layers = "\"Source\": \"layers\"";
        assertFalse(scan("shop:1", "-f", "json").contains(layers));
        String named = scan("shop:1", "-f", "json", "--base-candidates", "runtime:1.0");
        assertTrue(named.contains(layers), named);
        assertTrue(scan("shop:1", "--fix-plan").contains("runtime:1.0"));
    }

    @Test
    void theHistoryAndAnnotationsSayItWhereNoImageOfTheStoreDoes() throws IOException {
        byte[] other = layer("a", "1.5.0");
        image("shop:1", Map.of(), other, layer("own", "1.0.0"));
        assertTrue(
                scan("shop:1", "--fix-plan")
                        .contains("layers of the base image (guessed from the history), 1 in"));
        image(
                "shop:2",
                Map.of("org.opencontainers.image.base.name", "docker.io/library/runtime:1.0"),
                other,
                layer("own", "1.0.0"));
        String json = scan("shop:2", "-f", "json", "--scanners", "vuln");
        assertTrue(json.contains("\"Name\": \"docker.io/library/runtime:1.0\""), json);
        assertTrue(json.contains("\"Source\": \"annotation\""), json);
        assertTrue(scan("shop:2", "--fix-plan").contains("-> runtime:2.0 removes 2 of 2"));
    }

    @Test
    void candidatesAreComparedAndMustBeThere() throws IOException {
        image("shop:1", Map.of(), layer("a", "1.0.0"), layer("own", "1.0.0"));
        String plan = scan("shop:1", "--fix-plan", "--base-candidates", "runtime:2.0-rc1");
        assertTrue(plan.contains("-> runtime:2.0-rc1 removes 2 of 2"), plan);
        assertFalse(plan.contains("-> runtime:1.0 "), plan);
        CommandLine.Result missing =
                cooper.run("scan", "shop:1", "--fix-plan", "--base-candidates", "oci:nowhere");
        assertEquals(1, missing.code());
    }
}
