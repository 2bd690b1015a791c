package dev.cooper.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A registry that requirements are tested with, and what their tests have in common. */
public interface Requirements {
    byte[] NOTHING = {};
    byte[] BLOB = bytes("some bytes of a layer");

    TestRegistry registry();

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static Digest sha512(byte[] content) {
        Digest.Algorithm algorithm = Digest.Algorithm.SHA512;
        return Digest.of(algorithm, algorithm.newMessageDigest().digest(content));
    }

    static void assertStatus(int status, HttpResponse<byte[]> response) {
        assertEquals(
                status,
                response.statusCode(),
                () -> new String(response.body(), StandardCharsets.UTF_8));
    }

    static void assertError(int status, String code, HttpResponse<byte[]> response) {
        assertStatus(status, response);
        String body = new String(response.body(), StandardCharsets.UTF_8);
        assertTrue(body.startsWith("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\""), body);
    }

    static Map<String, Object> descriptor(String type, Digest digest, long size) {
        return Map.of("mediaType", type, "digest", digest.toString(), "size", size);
    }

    /** A manifest of an image with one layer, both of which are pushed. */
    default byte[] image(String repository, String note) {
        Digest config = registry().pushBlob(repository, bytes("{}"));
        Digest layer = registry().pushBlob(repository, BLOB);
        return Json.write(
                Map.of(
                        "schemaVersion", 2,
                        "mediaType", MediaTypes.OCI_MANIFEST,
                        "config", descriptor(MediaTypes.OCI_CONFIG, config, 2),
                        "layers", List.of(descriptor(MediaTypes.OCI_LAYER, layer, BLOB.length)),
                        "annotations", Map.of("note", note)));
    }

    default byte[] referrer(String repository, Digest subject, String type, String note) {
        Digest empty = registry().pushBlob(repository, bytes("{}"));
        return Json.write(
                Map.of(
                        "schemaVersion", 2,
                        "mediaType", MediaTypes.OCI_MANIFEST,
                        "artifactType", type,
                        "config", descriptor(MediaTypes.OCI_EMPTY, empty, 2),
                        "layers", List.of(),
                        "subject", descriptor(MediaTypes.OCI_MANIFEST, subject, 100),
                        "annotations", Map.of("note", note)));
    }

    default Digest pushImage(String repository, String tag, String note) {
        byte[] manifest = image(repository, note);
        assertStatus(
                201, registry().putManifest(repository, tag, MediaTypes.OCI_MANIFEST, manifest));
        return Digest.sha256(manifest);
    }

    static List<?> manifests(HttpResponse<byte[]> response) {
        assertStatus(200, response);
        assertEquals(MediaTypes.OCI_INDEX, TestRegistry.header(response, "Content-Type"));
        Object index = Json.parse(response.body());
        return (List<?>) ((Map<?, ?>) index).get("manifests");
    }
}
