package dev.cooper.registry;

import static dev.cooper.registry.Requirements.assertError;
import static dev.cooper.registry.Requirements.assertStatus;
import static dev.cooper.registry.Requirements.bytes;
import static dev.cooper.registry.Requirements.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;

/** What blobs must do (end points 2, 10 and 11). */
interface BlobRequirements extends Requirements {
    @Test
    default void r2BlobsAreReturnedWithLengthAndDigest() {
        Digest digest = registry().pushBlob("r2", BLOB);
        for (String method : List.of("GET", "HEAD")) {
            HttpResponse<byte[]> answer =
                    registry().send(method, "/v2/r2/blobs/" + digest, NOTHING);
            assertStatus(200, answer);
            assertEquals("" + BLOB.length, TestRegistry.header(answer, "Content-Length"));
            assertEquals(digest.toString(), TestRegistry.header(answer, "Docker-Content-Digest"));
        }
        assertArrayEquals(BLOB, registry().get("/v2/r2/blobs/" + digest).body());
    }

    @Test
    default void r2LargeBlobsAreReturnedByteForByte() {
        byte[] large = random(1, 3_000_001);
        Digest digest = registry().pushBlob("r2", large);
        assertArrayEquals(large, registry().get("/v2/r2/blobs/" + digest).body());
        HttpResponse<byte[]> part =
                registry().get("/v2/r2/blobs/" + digest, "Range", "bytes=1000000-2999999");
        assertArrayEquals(Arrays.copyOfRange(large, 1_000_000, 3_000_000), part.body());
    }

    @Test
    default void r2MissingBlobsAndRepositoriesAreUnknown() {
        Digest digest = Digest.sha256(bytes("nobody pushed this"));
        assertError(404, "BLOB_UNKNOWN", registry().get("/v2/r2/blobs/" + digest));
        assertStatus(404, registry().head("/v2/no/such/repository/blobs/" + digest));
        assertError(400, "DIGEST_INVALID", registry().get("/v2/r2/blobs/sha256:baddigeststring"));
    }

    @Test
    default void r2ABlobOfOneRepositoryIsNotServedByAnother() {
        Digest digest = registry().pushBlob("r2/one", bytes("of one"));
        assertStatus(404, registry().get("/v2/r2/two/blobs/" + digest));
    }

    @Test
    default void r2RangesAreServed() {
        Digest digest = registry().pushBlob("r2", bytes("0123456789"));
        String path = "/v2/r2/blobs/" + digest;
        List<List<String>> cases =
                List.of(
                        List.of("bytes=2-4", "234", "bytes 2-4/10"),
                        List.of("bytes=7-", "789", "bytes 7-9/10"),
                        List.of("bytes=-2", "89", "bytes 8-9/10"),
                        List.of("bytes=-20", "0123456789", "bytes 0-9/10"),
                        List.of("bytes=5-500", "56789", "bytes 5-9/10"));
        for (List<String> each : cases) {
            HttpResponse<byte[]> answer = registry().get(path, "Range", each.getFirst());
            assertStatus(206, answer);
            assertArrayEquals(bytes(each.get(1)), answer.body());
            assertEquals(each.get(2), TestRegistry.header(answer, "Content-Range"));
        }
        assertStatus(416, registry().get(path, "Range", "bytes=10-"));
        assertStatus(416, registry().get(path, "Range", "bytes=500-0"));
        assertStatus(416, registry().get(path, "Range", "bytes=-0"));
    }

    @Test
    default void r2WhatTheClientHasIsNotSentAgain() {
        Digest digest = registry().pushBlob("r2", BLOB);
        String path = "/v2/r2/blobs/" + digest;
        String tag = TestRegistry.header(registry().get(path), "ETag");
        assertStatus(304, registry().get(path, "If-None-Match", tag));
        assertStatus(200, registry().get(path, "If-None-Match", "\"sha256:other\""));
    }

    @Test
    default void r10ABlobIsDeletedFromItsRepositoryAlone() {
        byte[] content = bytes("deleted from one");
        Digest digest = registry().pushBlob("r10/one", content);
        registry().pushBlob("r10/two", content);
        assertStatus(202, registry().delete("/v2/r10/one/blobs/" + digest));
        assertStatus(404, registry().get("/v2/r10/one/blobs/" + digest));
        assertStatus(200, registry().get("/v2/r10/two/blobs/" + digest));
        assertStatus(404, registry().delete("/v2/r10/one/blobs/" + digest));
    }

    @Test
    default void r11ABlobIsMountedFromANamedRepositoryOrFromAny() {
        for (byte[] content : List.of(bytes("mounted"), random(11, 50_000))) {
            Digest digest = registry().pushBlob("r11/source", content);
            for (String from : List.of("&from=r11/source", "")) {
                String name = from.isEmpty() ? "r11/any" : "r11/named";
                HttpResponse<byte[]> mounted =
                        registry()
                                .send(
                                        "POST",
                                        "/v2/" + name + "/blobs/uploads/?mount=" + digest + from,
                                        NOTHING);
                assertStatus(201, mounted);
                assertArrayEquals(
                        content, registry().get(TestRegistry.header(mounted, "Location")).body());
            }
        }
    }

    @Test
    default void r11AMountThatFailsBecomesAnUpload() {
        byte[] content = bytes("not there yet");
        Digest digest = Digest.sha256(content);
        HttpResponse<byte[]> started =
                registry()
                        .send(
                                "POST",
                                "/v2/r11/new/blobs/uploads/?from=r11/source&mount=" + digest,
                                NOTHING);
        assertStatus(202, started);
        assertStatus(
                201,
                registry()
                        .send(
                                "PUT",
                                TestRegistry.header(started, "Location") + "?digest=" + digest,
                                content));
    }
}
