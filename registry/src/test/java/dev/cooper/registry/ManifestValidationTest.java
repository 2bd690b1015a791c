package dev.cooper.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What the configuration does not want of manifests that are all right. */
class ManifestValidationTest {
    @TempDir Path directory;

    private TestRegistry registry(String manifests) throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file,
                "{http: {addr: '127.0.0.1:0'}, validation: {manifests: {" + manifests + "}}}");
        return new TestRegistry(
                RegistryConfig.parse(Optional.of(file), Map.of(), directory.resolve("data")));
    }

    private static HttpResponse<byte[]> index(TestRegistry registry, String... children) {
        String body =
                "{\"schemaVersion\":2,\"mediaType\":\""
                        + MediaTypes.OCI_INDEX
                        + "\",\"manifests\":["
                        + String.join(",", children)
                        + "]}";
        return registry.putManifest(
                "a", "1", MediaTypes.OCI_INDEX, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String child(Digest digest, String architecture) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":2,\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}"
                .formatted(MediaTypes.OCI_MANIFEST, digest, architecture);
    }

    private static Digest push(TestRegistry registry) {
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        byte[] manifest = TestManifests.image(registry.pushBlob("a", config), config.length);
        registry.putManifest("a", "one", MediaTypes.OCI_MANIFEST, manifest);
        return Digest.sha256(manifest);
    }

    @Test
    void indexesMustBeWholeWhereTheConfigurationSaysSo() throws IOException {
        Digest missing = Digest.sha256(new byte[1]);
        try (TestRegistry registry = registry("indexes: {platforms: all}")) {
            Digest here = push(registry);
            HttpResponse<byte[]> refused =
                    index(registry, child(here, "amd64"), child(missing, "arm64"));
            assertEquals(400, refused.statusCode());
            String text = new String(refused.body(), StandardCharsets.UTF_8);
            assertTrue(text.contains("MANIFEST_BLOB_UNKNOWN") && text.contains("" + missing), text);
            assertEquals(201, index(registry, child(here, "amd64")).statusCode());
        }
    }

    @Test
    void onlyThePlatformsThatAreNamedMustBeThere() throws IOException {
        Digest missing = Digest.sha256(new byte[1]);
        String list =
                "indexes: {platforms: list, platformlist: [{os: linux, architecture: amd64}]}";
        try (TestRegistry registry = registry(list)) {
            assertEquals(400, index(registry, child(missing, "amd64")).statusCode());
            assertEquals(201, index(registry, child(missing, "arm64")).statusCode());
        }
    }

    @Test
    void layersMayBeOnlyWhereTheConfigurationAllows() throws IOException {
        String urls = "urls: {allow: ['^https://([^/]+\\.)?example\\.org/'], deny: ['/secret/']}";
        try (TestRegistry registry = registry(urls)) {
            push(registry);
            for (String url :
                    new String[] {"http://example.org/", "https://example.org/secret/l"}) {
                assertEquals(400, foreign(registry, url).statusCode(), url);
            }
            assertEquals(201, foreign(registry, "https://cdn.example.org/l").statusCode());
        }
        try (TestRegistry registry = registry("urls: {deny: ['/secret/']}")) {
            assertEquals(400, foreign(registry, "https://example.org/l").statusCode());
        }
    }

    private static HttpResponse<byte[]> foreign(TestRegistry registry, String url) {
        Digest config = Digest.sha256("{}".getBytes(StandardCharsets.UTF_8));
        String manifest =
                """
                {"schemaVersion":2,"mediaType":"%s",\
                "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":2},\
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s",\
                "size":9,"urls":["%s"]}]}\
                """
                        .formatted(
                                MediaTypes.OCI_MANIFEST,
                                config,
                                Digest.sha256(url.getBytes(StandardCharsets.UTF_8)),
                                url);
        return registry.putManifest(
                "a", "f", MediaTypes.OCI_MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
    }
}
