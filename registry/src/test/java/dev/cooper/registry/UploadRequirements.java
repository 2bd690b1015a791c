package dev.cooper.registry;

import static dev.cooper.registry.Requirements.assertError;
import static dev.cooper.registry.Requirements.assertStatus;
import static dev.cooper.registry.Requirements.bytes;
import static dev.cooper.registry.Requirements.random;
import static dev.cooper.registry.Requirements.sha512;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;

/** What uploads must do (end points 4 to 6, 13 and 14). */
interface UploadRequirements extends Requirements {
    @Test
    default void r4APushInOneRequestIsStored() {
        Digest digest = Digest.sha256(BLOB);
        HttpResponse<byte[]> pushed =
                registry().send("POST", "/v2/r4/blobs/uploads/?digest=" + digest, BLOB);
        assertStatus(201, pushed);
        assertArrayEquals(BLOB, registry().get(TestRegistry.header(pushed, "Location")).body());
    }

    @Test
    default void r4APushInOneRequestWithTheWrongDigestIsRefused() {
        Digest digest = Digest.sha256(bytes("other"));
        assertError(
                400,
                "DIGEST_INVALID",
                registry().send("POST", "/v2/r4/blobs/uploads/?digest=" + digest, BLOB));
        assertStatus(404, registry().head("/v2/r4/blobs/" + digest));
    }

    @Test
    default void r4TheDigestAlgorithmMayBeToldBeforehandOrNot() {
        byte[] large = random(4, 200_000);
        for (byte[] content : List.of(BLOB, large)) {
            Digest digest = sha512(content);
            for (String hint : List.of("", "?digest-algorithm=sha512")) {
                HttpResponse<byte[]> started =
                        registry().send("POST", "/v2/r4/blobs/uploads/" + hint, NOTHING);
                assertStatus(202, started);
                String place = TestRegistry.header(started, "Location");
                HttpResponse<byte[]> pushed =
                        registry().send("PUT", place + "?digest=" + digest, content);
                assertStatus(201, pushed);
                HttpResponse<byte[]> got = registry().get("/v2/r4/blobs/" + digest);
                assertArrayEquals(content, got.body());
                assertEquals(digest.toString(), TestRegistry.header(got, "Docker-Content-Digest"));
            }
        }
        assertError(
                400,
                "DIGEST_INVALID",
                registry().send("POST", "/v2/r4/blobs/uploads/?digest-algorithm=md5", NOTHING));
    }

    @Test
    default void r5ChunksInOrderMakeABlob() {
        byte[] content = random(5, 100_000);
        String place = registry().startUpload("r5");
        for (int start = 0; start < content.length; start += 30_000) {
            int end = Math.min(content.length, start + 30_000);
            HttpResponse<byte[]> taken =
                    registry()
                            .send(
                                    "PATCH",
                                    place,
                                    Arrays.copyOfRange(content, start, end),
                                    "Content-Range",
                                    start + "-" + (end - 1));
            assertStatus(202, taken);
            assertEquals("0-" + (end - 1), TestRegistry.header(taken, "Range"));
            place = TestRegistry.header(taken, "Location");
        }
        Digest digest = Digest.sha256(content);
        assertStatus(201, registry().send("PUT", place + "?digest=" + digest, NOTHING));
        assertArrayEquals(content, registry().get("/v2/r5/blobs/" + digest).body());
    }

    @Test
    default void r5AChunkOutOfOrderIsRefusedAndTheUploadGoesOn() {
        String place = registry().startUpload("r5");
        assertStatus(202, registry().send("PATCH", place, bytes("abc"), "Content-Range", "0-2"));
        HttpResponse<byte[]> early =
                registry().send("PATCH", place, bytes("xyz"), "Content-Range", "6-8");
        assertStatus(416, early);
        assertStatus(416, registry().send("PATCH", place, bytes("abc"), "Content-Range", "0-2"));
        HttpResponse<byte[]> where = registry().get(place);
        assertStatus(204, where);
        assertEquals("0-2", TestRegistry.header(where, "Range"));
        Digest digest = Digest.sha256(bytes("abcdef"));
        String end = place + "?digest=" + digest;
        assertStatus(416, registry().send("PUT", end, bytes("def"), "Content-Range", "4-6"));
        assertStatus(201, registry().send("PUT", end, bytes("def"), "Content-Range", "3-5"));
        assertArrayEquals(bytes("abcdef"), registry().get("/v2/r5/blobs/" + digest).body());
    }

    @Test
    default void r5AChunkOfAnotherLengthThanItSaysIsUndone() {
        String place = registry().startUpload("r5");
        assertStatus(202, registry().send("PATCH", place, bytes("abc")));
        assertError(
                400,
                "SIZE_INVALID",
                registry().send("PATCH", place, bytes("de"), "Content-Range", "3-8"));
        assertEquals("0-2", TestRegistry.header(registry().get(place), "Range"));
    }

    @Test
    default void r6AnUploadEndsOnlyWithItsDigest() {
        String place = registry().startUpload("r6");
        assertError(400, "DIGEST_INVALID", registry().send("PUT", place, BLOB));
        assertError(
                400,
                "DIGEST_INVALID",
                registry().send("PUT", place + "?digest=sha256:baddigeststring", BLOB));
        assertError(
                400,
                "DIGEST_INVALID",
                registry().send("PUT", place + "?digest=" + Digest.sha256(NOTHING), BLOB));
    }

    @Test
    default void r6AnEmptyBlobIsABlob() {
        Digest digest = registry().pushBlob("r6", NOTHING);
        HttpResponse<byte[]> answer = registry().get("/v2/r6/blobs/" + digest);
        assertStatus(200, answer);
        assertEquals("0", TestRegistry.header(answer, "Content-Length"));
    }

    @Test
    default void r13AnUploadTellsHowFarItIsAndBelongsToItsRepository() {
        String place = registry().startUpload("r13");
        assertStatus(202, registry().send("PATCH", place, bytes("abcde")));
        HttpResponse<byte[]> where = registry().get(place);
        assertStatus(204, where);
        assertEquals("0-4", TestRegistry.header(where, "Range"));
        assertError(
                404,
                "BLOB_UPLOAD_UNKNOWN",
                registry().get(place.replace("/v2/r13/", "/v2/other/")));
        assertError(404, "BLOB_UPLOAD_UNKNOWN", registry().get("/v2/r13/blobs/uploads/none"));
    }

    @Test
    default void r14ACancelledUploadIsGone() {
        String place = registry().startUpload("r14");
        assertStatus(202, registry().send("PATCH", place, random(14, 40_000)));
        assertStatus(204, registry().delete(place));
        assertError(404, "BLOB_UPLOAD_UNKNOWN", registry().get(place));
        assertError(404, "BLOB_UPLOAD_UNKNOWN", registry().delete(place));
    }
}
