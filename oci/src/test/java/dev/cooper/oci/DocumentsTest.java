package dev.cooper.oci;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Manifests, indexes and configs. */
class DocumentsTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String CONFIG =
            "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\""
                    + DIGEST
                    + "\",\"size\":7}";
    private static final String LAYER =
            "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\""
                    + DIGEST
                    + "\",\"size\":7}";

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = DocumentsTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    @Test
    void keepsWhatDockerSaysInAConfig() throws IOException {
        ImageConfig config = ImageConfig.parse(resource("docker-config.json"));
        String written = Json.pretty(Json.parse(config.toJson()), 2) + "\n";
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(
                    Path.of("src/test/resources/dev/cooper/oci/docker-config.golden.json"),
                    written);
        }
        assertEquals(
                new String(resource("docker-config.golden.json"), StandardCharsets.UTF_8), written);
        assertEquals(config, ImageConfig.parse(config.toJson()));
        assertEquals("linux/arm/v7", config.platform().toString());
        assertEquals(3, config.config().healthcheck().orElseThrow().retries());
        assertTrue(config.config().argsEscaped());
        assertEquals(List.of("RUN make", "COPY . /x"), config.config().onBuild());
    }

    @Test
    void keepsTheDifferenceBetweenNoCommandAndAnEmptyOne() {
        ContainerConfig none = ImageConfig.parse(utf8("{\"config\":{\"Cmd\":null}}")).config();
        ContainerConfig empty = ImageConfig.parse(utf8("{\"config\":{\"Cmd\":[]}}")).config();
        assertEquals(Optional.empty(), none.cmd());
        assertEquals(Optional.of(List.of()), empty.cmd());
        ImageConfig image = ImageConfig.empty(Platform.of("linux", "amd64")).withConfig(empty);
        assertEquals(image, ImageConfig.parse(image.toJson()));
    }

    @Test
    void writesAManifestTheSameWayEveryTime() {
        String json =
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                        + "\"config\":"
                        + CONFIG
                        + ",\"layers\":["
                        + LAYER
                        + "],\"annotations\":{\"a\":\"1\",\"z\":\"2\"}}";
        ImageManifest manifest = ImageManifest.parse(utf8(json));
        assertArrayEquals(utf8(json), manifest.toJson());
        ImageManifest swapped =
                manifest.withAnnotations(new LinkedHashMap<>(Map.of("z", "2", "a", "1")));
        assertArrayEquals(utf8(json), swapped.toJson());
    }

    @Test
    void readsADockerManifestAndOneWithoutMediaType() {
        String docker =
                "{\"schemaVersion\":2,\"mediaType\":\""
                        + MediaTypes.DOCKER_MANIFEST
                        + "\",\"config\":"
                        + CONFIG
                        + ",\"layers\":[],\"unknown\":{}}";
        assertEquals(MediaTypes.DOCKER_MANIFEST, ImageManifest.parse(utf8(docker)).mediaType());
        String bare = "{\"schemaVersion\":2,\"config\":" + CONFIG + ",\"layers\":[]}";
        assertEquals(MediaTypes.OCI_MANIFEST, ImageManifest.parse(utf8(bare)).mediaType());
    }

    @Test
    void writesAnIndexWithPlatforms() {
        Descriptor manifest =
                Descriptor.of(MediaTypes.OCI_MANIFEST, utf8("x"))
                        .withPlatform(
                                new Platform(
                                        "linux",
                                        "arm",
                                        Optional.of("v7"),
                                        Optional.of("1.2"),
                                        List.of("f")))
                        .withAnnotation("k", "v");
        ImageIndex index = ImageIndex.of(List.of(manifest));
        assertEquals(index, ImageIndex.parse(index.toJson()));
        assertTrue(
                new String(index.toJson(), StandardCharsets.UTF_8)
                        .contains(
                                "\"annotations\":{\"k\":\"v\"},\"platform\":{\"architecture\":\"arm\",\"os\":\"linux\",\"os.version\":\"1.2\",\"os.features\":[\"f\"],\"variant\":\"v7\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "{}",
                "{\"schemaVersion\":1}",
                "{\"schemaVersion\":\"2\"}",
                "{\"schemaVersion\":2,\"config\":[],\"layers\":[]}",
                "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}",
                "{\"schemaVersion\":2,\"config\":@,\"layers\":{}}",
                "{\"schemaVersion\":2,\"config\":@,\"layers\":[null]}",
                "{\"schemaVersion\":2,\"config\":@,\"layers\":[],\"manifests\":[]}",
                "{\"schemaVersion\":2,\"config\":@,\"mediaType\":\"application/vnd.oci.image.index.v1+json\"}",
                "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a\",\"digest\":\"x\",\"size\":1}}",
                "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a\",\"digest\":\"%\",\"size\":-1}}",
                "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a\",\"digest\":\"%\",\"size\":1e3}}",
                "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a\",\"digest\":\"%\",\"size\":99999999999999999999}}",
            })
    void refusesManifestsThatAreWrong(String json) {
        String text = json.replace("@", CONFIG).replace("%", DIGEST);
        SyntaxException e =
                assertThrows(SyntaxException.class, () -> ImageManifest.parse(utf8(text)));
        assertTrue(e.getMessage().startsWith("manifest"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}",
                "{\"schemaVersion\":2,\"manifests\":[1]}",
                "{\"schemaVersion\":2,\"manifests\":[],\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"}",
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"a\",\"digest\":\"sha256:1\",\"size\":1}]}",
            })
    void refusesIndexesThatAreWrong(String json) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> ImageIndex.parse(utf8(json)));
        assertTrue(e.getMessage().startsWith("index"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"created\":\"yesterday\"}",
                "{\"rootfs\":{\"type\":\"zfs\"}}",
                "{\"rootfs\":{\"diff_ids\":[\"x\"]}}",
                "{\"config\":{\"Env\":{}}}",
                "{\"config\":{\"Labels\":{\"a\":1}}}",
                "{\"history\":[[]]}",
            })
    void refusesConfigsThatAreWrong(String json) {
        assertThrows(SyntaxException.class, () -> ImageConfig.parse(utf8(json)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T21:27:59Z, 2026-11-21T21:27:59Z",
        "2026-11-21T21:27:59.500Z, 2026-11-21T21:27:59.5Z",
        "2026-11-21T21:27:59.123456789+01:30, 2026-11-21T19:57:59.123456789Z",
        "2026-11-21t21:27:59-23:59, 2026-11-22T21:26:59Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59.1Z, 1969-12-31T23:59:59.1Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
    })
    void readsAndWritesTimes(String text, String written) {
        Instant time = Rfc3339.parse(text);
        assertEquals(written, Rfc3339.format(time));
        assertEquals(time, Instant.parse(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-11-21",
                "2026-11-21T21:27:59",
                "2026-11-21T21:27:59.",
                "2026-13-21T21:27:59Z",
                "2026-02-30T21:27:59Z",
                "2026-11-21T24:27:59Z",
                "2026-11-21T21:60:59Z",
                "2026-11-21T21:27:61Z",
                "2026-11-21T21:27:59Zx",
                "2026-11-21T21:27:59+1:00",
                "2026-11-21T21:27:59+24:00",
                "+026-11-21T21:27:59Z",
                "2026/11/21T21:27:59Z",
                "2026-11-21T21:27:5aZ"
            })
    void refusesWhatIsNoTime(String text) {
        assertThrows(SyntaxException.class, () -> Rfc3339.parse(text));
    }
}
