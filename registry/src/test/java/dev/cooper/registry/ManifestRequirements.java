package dev.cooper.registry;

import static dev.cooper.registry.Requirements.assertError;
import static dev.cooper.registry.Requirements.assertStatus;
import static dev.cooper.registry.Requirements.bytes;
import static dev.cooper.registry.Requirements.descriptor;
import static dev.cooper.registry.Requirements.sha512;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What manifests must do (end points 3, 7 and 9 of the specification). */
interface ManifestRequirements extends Requirements {
    @Test
    default void r3ManifestsAreReturnedByteForByteWithTheirType() {
        byte[] manifest = image("r3", "here");
        registry().putManifest("r3", "here", MediaTypes.OCI_MANIFEST, manifest);
        Digest digest = Digest.sha256(manifest);
        for (String reference : List.of("here", digest.toString())) {
            HttpResponse<byte[]> answer = registry().get("/v2/r3/manifests/" + reference);
            assertStatus(200, answer);
            assertArrayEquals(manifest, answer.body());
            assertEquals(MediaTypes.OCI_MANIFEST, TestRegistry.header(answer, "Content-Type"));
            assertEquals(digest.toString(), TestRegistry.header(answer, "Docker-Content-Digest"));
            HttpResponse<byte[]> head = registry().head("/v2/r3/manifests/" + reference);
            assertEquals("" + manifest.length, TestRegistry.header(head, "Content-Length"));
        }
        assertStatus(
                304,
                registry().get("/v2/r3/manifests/here", "If-None-Match", "\"" + digest + "\""));
    }

    @Test
    default void r3MissingManifestsAreUnknown() {
        assertError(404, "MANIFEST_UNKNOWN", registry().get("/v2/r3/manifests/none"));
        assertError(404, "MANIFEST_UNKNOWN", registry().get("/v2/never/heard/manifests/none"));
        assertError(400, "TAG_INVALID", registry().get("/v2/r3/manifests/.none"));
    }

    @Test
    default void r7AManifestPushedByAWrongDigestIsRefused() {
        byte[] manifest = image("r7", "wrong");
        assertError(
                400,
                "DIGEST_INVALID",
                registry()
                        .putManifest(
                                "r7",
                                Digest.sha256(NOTHING).toString(),
                                MediaTypes.OCI_MANIFEST,
                                manifest));
    }

    @Test
    default void r7AManifestPushedByDigestTakesManyTags() {
        byte[] manifest = image("r7/tags", "many");
        Digest digest = sha512(manifest);
        StringBuilder query = new StringBuilder("?tag=t0");
        List<String> tags = new ArrayList<>(List.of("t0"));
        for (int i = 1; i < 12; i++) {
            tags.add("t" + i);
            query.append("&tag=t").append(i);
        }
        HttpResponse<byte[]> pushed =
                registry()
                        .putManifest(
                                "r7/tags",
                                digest + query.toString(),
                                MediaTypes.OCI_MANIFEST,
                                manifest);
        assertStatus(201, pushed);
        assertEquals(tags, TestRegistry.headers(pushed, "OCI-Tag"));
        HttpResponse<byte[]> got = registry().get("/v2/r7/tags/manifests/t11");
        assertArrayEquals(manifest, got.body());
        assertEquals(digest.toString(), TestRegistry.header(got, "Docker-Content-Digest"));
    }

    @Test
    default void r7AManifestWhoseBlobsAreMissingIsRefused() {
        byte[] manifest = image("r7/elsewhere", "missing");
        assertError(
                400,
                "MANIFEST_BLOB_UNKNOWN",
                registry().putManifest("r7/bare", "x", MediaTypes.OCI_MANIFEST, manifest));
    }

    @Test
    default void r7AnIndexMayNameManifestsThatAreNotHere() {
        byte[] index =
                Json.write(
                        Map.of(
                                "schemaVersion",
                                2,
                                "mediaType",
                                MediaTypes.OCI_INDEX,
                                "artifactType",
                                "application/x.test",
                                "manifests",
                                List.of(
                                        descriptor(
                                                MediaTypes.OCI_MANIFEST,
                                                Digest.sha256(bytes("absent")),
                                                123))));
        assertStatus(201, registry().putManifest("r7", "sparse", MediaTypes.OCI_INDEX, index));
        assertArrayEquals(index, registry().get("/v2/r7/manifests/sparse").body());
    }

    @Test
    default void r7LayersThatAreNeverPushedAreNotAskedFor() {
        Digest config = registry().pushBlob("r7/foreign", bytes("{}"));
        byte[] manifest =
                Json.write(
                        Map.of(
                                "schemaVersion", 2,
                                "unknown", Map.of("member", true),
                                "config", descriptor(MediaTypes.OCI_CONFIG, config, 2),
                                "layers",
                                        List.of(
                                                descriptor(
                                                        "application/vnd.oci.image.layer.nondistributable.v1.tar",
                                                        Digest.sha256(bytes("far away")),
                                                        8))));
        assertStatus(
                201, registry().putManifest("r7/foreign", "x", MediaTypes.OCI_MANIFEST, manifest));
        assertArrayEquals(manifest, registry().get("/v2/r7/foreign/manifests/x").body());
    }

    @Test
    default void r7FourMegabytesAreTakenAndMoreIsTooLarge() {
        String note = "x".repeat(4_100_000);
        pushImage("r7", "large", note);
        assertError(
                413,
                "SIZE_INVALID",
                registry()
                        .putManifest(
                                "r7",
                                "huge",
                                MediaTypes.OCI_MANIFEST,
                                image("r7", "x".repeat(5 << 20))));
    }

    @Test
    default void r7TypesThatNobodyAllowedAndSchemaOneAreRefused() {
        byte[] manifest = bytes("{\"schemaVersion\":1}");
        assertError(
                415,
                "MANIFEST_INVALID",
                registry().putManifest("r7", "x", "application/vnd.example+json", manifest));
        assertError(
                415,
                "MANIFEST_INVALID",
                registry()
                        .putManifest(
                                "r7",
                                "x",
                                "application/vnd.docker.distribution.manifest.v1+prettyjws",
                                manifest));
        assertError(
                400,
                "MANIFEST_INVALID",
                registry().putManifest("r7", "x", MediaTypes.OCI_MANIFEST, bytes("no json")));
    }

    @Test
    default void r9ATagIsDeletedAlone() {
        Digest digest = pushImage("r9", "one", "tag");
        pushImage("r9", "two", "tag");
        assertStatus(202, registry().delete("/v2/r9/manifests/one"));
        assertStatus(404, registry().get("/v2/r9/manifests/one"));
        assertStatus(200, registry().get("/v2/r9/manifests/two"));
        assertStatus(200, registry().get("/v2/r9/manifests/" + digest));
        assertError(404, "MANIFEST_UNKNOWN", registry().delete("/v2/r9/manifests/one"));
    }

    @Test
    default void r9AManifestIsDeletedWithItsTags() {
        Digest digest = pushImage("r9/all", "one", "all");
        pushImage("r9/all", "two", "all");
        assertStatus(202, registry().delete("/v2/r9/all/manifests/" + digest));
        assertStatus(404, registry().get("/v2/r9/all/manifests/" + digest));
        assertStatus(404, registry().get("/v2/r9/all/manifests/one"));
        assertEquals(
                "{\"name\":\"r9/all\",\"tags\":[]}",
                new String(registry().get("/v2/r9/all/tags/list").body(), StandardCharsets.UTF_8));
    }
}
