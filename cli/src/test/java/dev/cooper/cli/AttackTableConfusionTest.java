package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Documents that some read as one thing and others as another, so that not what was signed runs.
 */
class AttackTableConfusionTest {
    @TempDir Path directory;
    private HostileRegistry registry;
    private CommandLine cooper;
    private String policy;
    private Map<String, Object> manifest = Map.of();
    private Map<String, Object> index = Map.of();

    @BeforeEach
    void serve() throws IOException {
        registry = HostileRegistry.start();
        cooper = new CommandLine(directory.resolve("home"));
        Path file = directory.resolve("any.yaml");
        Files.writeString(file, "rules:\n- name: any\n  deny: 'config.user == \"evil\"'\n");
        policy = file.toString();
        Map<String, Object> config = new TreeMap<>();
        config.put("os", "linux");
        config.put("architecture", "amd64");
        config.put("rootfs", Map.of("type", "layers", "diff_ids", List.of()));
        manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2L);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.put("config", blob(MediaTypes.OCI_CONFIG, Json.write(config)));
        manifest.put("layers", List.of());
        byte[] good = Json.write(manifest);
        registry.manifest("good", MediaTypes.OCI_MANIFEST, good);
        Map<String, Object> platform = new TreeMap<>();
        platform.put("os", "linux");
        platform.put("architecture", "amd64");
        Map<String, Object> entry = descriptor(MediaTypes.OCI_MANIFEST, good);
        entry.put("platform", platform);
        index = new LinkedHashMap<>();
        index.put("schemaVersion", 2L);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        index.put("manifests", List.of(entry));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private Map<String, Object> blob(String type, byte[] content) {
        registry.blob(content);
        return descriptor(type, content);
    }

    private static Map<String, Object> descriptor(String type, byte[] content) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mediaType", type);
        json.put("digest", Digest.sha256(content).toString());
        json.put("size", (long) content.length);
        return json;
    }

    /** What is served, under which type, and why nobody takes it. */
    record Confusion(String name, String type, String reason, Document document) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** What is made of a good manifest and a good index. */
    interface Document {
        byte[] of(Map<String, Object> manifest, Map<String, Object> index);
    }

    static Stream<Confusion> confusions() {
        String docker = MediaTypes.DOCKER_MANIFEST;
        return Stream.of(
                new Confusion(
                        "a manifest that is an index, too",
                        MediaTypes.OCI_MANIFEST,
                        "could be read as an index too",
                        (manifest, index) ->
                                with(
                                        manifest,
                                        "manifests",
                                        index.getOrDefault("manifests", List.of()))),
                new Confusion(
                        "an index that is a manifest, too",
                        MediaTypes.OCI_INDEX,
                        "so it could be read as an",
                        (manifest, index) -> with(index, "layers", List.of())),
                new Confusion(
                        "an index served as a manifest",
                        MediaTypes.OCI_MANIFEST,
                        "it has a member \"manifests\"",
                        (manifest, index) -> Json.write(index)),
                new Confusion(
                        "a manifest served as an index",
                        MediaTypes.OCI_INDEX,
                        "it has a member \"config\" or \"layers\"",
                        (manifest, index) -> Json.write(manifest)),
                new Confusion(
                        "a manifest of Docker served as one of OCI",
                        MediaTypes.OCI_MANIFEST,
                        "but was found as a",
                        (manifest, index) -> with(manifest, "mediaType", docker)),
                new Confusion(
                        "a manifest of OCI served as one of Docker",
                        docker,
                        "but was found as a",
                        (manifest, index) -> Json.write(manifest)),
                new Confusion(
                        "a list of Docker served as an index of OCI",
                        MediaTypes.OCI_INDEX,
                        "but was found as a",
                        (manifest, index) -> with(index, "mediaType", MediaTypes.DOCKER_INDEX)),
                new Confusion(
                        "a manifest of two types",
                        MediaTypes.OCI_MANIFEST,
                        "stands twice",
                        (manifest, index) ->
                                new String(Json.write(manifest), StandardCharsets.UTF_8)
                                        .replace(
                                                "\"config\":",
                                                "\"mediaType\":\"" + docker + "\",\"config\":")
                                        .getBytes(StandardCharsets.UTF_8)),
                new Confusion(
                        "a manifest of Docker's first schema under a type of OCI",
                        MediaTypes.OCI_MANIFEST,
                        "schema version 1 is not supported",
                        (manifest, index) ->
                                Json.write(
                                        Map.of(
                                                "schemaVersion",
                                                1L,
                                                "fsLayers",
                                                List.of(),
                                                "history",
                                                List.of()))));
    }

    private static byte[] with(Map<String, Object> document, String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(document);
        changed.put(name, value);
        return Json.write(changed);
    }

    @ParameterizedTest
    @MethodSource("confusions")
    void isRefusedForItsOwnReason(Confusion confusion) {
        registry.manifest("bad", confusion.type(), confusion.document().of(manifest, index));
        String bad = registry.host() + "/shop:bad";
        CommandLine.Result pulled = cooper.run("pull", bad);
        CommandLine.Result judged = cooper.run("verify", "--policy", policy, bad);
        assertNotEquals(0, pulled.code(), pulled.out());
        assertTrue(pulled.err().contains(confusion.reason()), pulled.err());
        assertNotEquals(0, judged.code(), judged.out());
        assertTrue((judged.err() + judged.out()).contains(confusion.reason()), judged.out());
    }

    @Test
    void whatIsWhatItSaysIsTaken() {
        registry.manifest("index", MediaTypes.OCI_INDEX, Json.write(index));
        for (String tag : List.of("good", "index")) {
            String name = registry.host() + "/shop:" + tag;
            CommandLine.Result pulled = cooper.run("pull", name);
            assertEquals(0, pulled.code(), pulled.err());
            CommandLine.Result judged = cooper.run("verify", "--policy", policy, name);
            assertEquals(0, judged.code(), judged.out() + judged.err());
        }
    }
}
