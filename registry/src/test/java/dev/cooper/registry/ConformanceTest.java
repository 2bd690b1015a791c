package dev.cooper.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The requirements of the distribution specification 1.1.1, and of its text for the next version,
 * one test each. The name of a test begins with the end point it is about: 1 is the base, 2 blobs,
 * 3 manifests, 4 to 6 uploads, 7 pushing manifests, 8 tags, 9 and 10 deleting, 11 mounts, 12
 * referrers, 13 and 14 uploads under way.
 */
class ConformanceTest {
    private static final byte[] NOTHING = {};
    private static final byte[] BLOB = bytes("some bytes of a layer");

    @TempDir static Path directory;
    private static TestRegistry registry;

    @BeforeAll
    static void start() throws IOException {
        registry = new TestRegistry(directory);
    }

    @AfterAll
    static void stop() throws IOException {
        registry.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Digest sha512(byte[] content) {
        Digest.Algorithm algorithm = Digest.Algorithm.SHA512;
        return Digest.of(algorithm, algorithm.newMessageDigest().digest(content));
    }

    private static void assertStatus(int status, HttpResponse<byte[]> response) {
        assertEquals(
                status,
                response.statusCode(),
                () -> new String(response.body(), StandardCharsets.UTF_8));
    }

    private static void assertError(int status, String code, HttpResponse<byte[]> response) {
        assertStatus(status, response);
        String body = new String(response.body(), StandardCharsets.UTF_8);
        assertTrue(body.startsWith("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\""), body);
    }

    private static Map<String, Object> descriptor(String type, Digest digest, long size) {
        return Map.of("mediaType", type, "digest", digest.toString(), "size", size);
    }

    /** A manifest of an image with one layer, both of which are pushed. */
    private static byte[] image(String repository, String note) {
        Digest config = registry.pushBlob(repository, bytes("{}"));
        Digest layer = registry.pushBlob(repository, BLOB);
        return Json.write(
                Map.of(
                        "schemaVersion", 2,
                        "mediaType", MediaTypes.OCI_MANIFEST,
                        "config", descriptor(MediaTypes.OCI_CONFIG, config, 2),
                        "layers", List.of(descriptor(MediaTypes.OCI_LAYER, layer, BLOB.length)),
                        "annotations", Map.of("note", note)));
    }

    private static byte[] referrer(String repository, Digest subject, String type, String note) {
        Digest empty = registry.pushBlob(repository, bytes("{}"));
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

    private static Digest pushImage(String repository, String tag, String note) {
        byte[] manifest = image(repository, note);
        assertStatus(201, registry.putManifest(repository, tag, MediaTypes.OCI_MANIFEST, manifest));
        return Digest.sha256(manifest);
    }

    private static List<?> manifests(HttpResponse<byte[]> response) {
        assertStatus(200, response);
        assertEquals(MediaTypes.OCI_INDEX, TestRegistry.header(response, "Content-Type"));
        Object index = Json.parse(response.body());
        return (List<?>) ((Map<?, ?>) index).get("manifests");
    }

    @Test
    void r1TheBaseAnswersAndNamesTheProtocol() {
        HttpResponse<byte[]> answer = registry.get("/v2/");
        assertStatus(200, answer);
        assertEquals(
                "registry/2.0", TestRegistry.header(answer, "Docker-Distribution-API-Version"));
    }

    @Test
    void r2BlobsAreReturnedWithLengthAndDigest() {
        Digest digest = registry.pushBlob("r2", BLOB);
        for (String method : List.of("GET", "HEAD")) {
            HttpResponse<byte[]> answer = registry.send(method, "/v2/r2/blobs/" + digest, NOTHING);
            assertStatus(200, answer);
            assertEquals("" + BLOB.length, TestRegistry.header(answer, "Content-Length"));
            assertEquals(digest.toString(), TestRegistry.header(answer, "Docker-Content-Digest"));
        }
        assertArrayEquals(BLOB, registry.get("/v2/r2/blobs/" + digest).body());
    }

    @Test
    void r2LargeBlobsAreReturnedByteForByte() {
        byte[] large = random(1, 3_000_001);
        Digest digest = registry.pushBlob("r2", large);
        assertArrayEquals(large, registry.get("/v2/r2/blobs/" + digest).body());
        HttpResponse<byte[]> part =
                registry.get("/v2/r2/blobs/" + digest, "Range", "bytes=1000000-2999999");
        assertArrayEquals(Arrays.copyOfRange(large, 1_000_000, 3_000_000), part.body());
    }

    @Test
    void r2MissingBlobsAndRepositoriesAreUnknown() {
        Digest digest = Digest.sha256(bytes("nobody pushed this"));
        assertError(404, "BLOB_UNKNOWN", registry.get("/v2/r2/blobs/" + digest));
        assertStatus(404, registry.head("/v2/no/such/repository/blobs/" + digest));
        assertError(400, "DIGEST_INVALID", registry.get("/v2/r2/blobs/sha256:baddigeststring"));
    }

    @Test
    void r2ABlobOfOneRepositoryIsNotServedByAnother() {
        Digest digest = registry.pushBlob("r2/one", bytes("of one"));
        assertStatus(404, registry.get("/v2/r2/two/blobs/" + digest));
    }

    @Test
    void r2RangesAreServed() {
        Digest digest = registry.pushBlob("r2", bytes("0123456789"));
        String path = "/v2/r2/blobs/" + digest;
        List<List<String>> cases =
                List.of(
                        List.of("bytes=2-4", "234", "bytes 2-4/10"),
                        List.of("bytes=7-", "789", "bytes 7-9/10"),
                        List.of("bytes=-2", "89", "bytes 8-9/10"),
                        List.of("bytes=-20", "0123456789", "bytes 0-9/10"),
                        List.of("bytes=5-500", "56789", "bytes 5-9/10"));
        for (List<String> each : cases) {
            HttpResponse<byte[]> answer = registry.get(path, "Range", each.getFirst());
            assertStatus(206, answer);
            assertArrayEquals(bytes(each.get(1)), answer.body());
            assertEquals(each.get(2), TestRegistry.header(answer, "Content-Range"));
        }
        assertStatus(416, registry.get(path, "Range", "bytes=10-"));
        assertStatus(416, registry.get(path, "Range", "bytes=500-0"));
        assertStatus(416, registry.get(path, "Range", "bytes=-0"));
    }

    @Test
    void r2WhatTheClientHasIsNotSentAgain() {
        Digest digest = registry.pushBlob("r2", BLOB);
        String path = "/v2/r2/blobs/" + digest;
        String tag = TestRegistry.header(registry.get(path), "ETag");
        assertStatus(304, registry.get(path, "If-None-Match", tag));
        assertStatus(200, registry.get(path, "If-None-Match", "\"sha256:other\""));
    }

    @Test
    void r3ManifestsAreReturnedByteForByteWithTheirType() {
        byte[] manifest = image("r3", "here");
        registry.putManifest("r3", "here", MediaTypes.OCI_MANIFEST, manifest);
        Digest digest = Digest.sha256(manifest);
        for (String reference : List.of("here", digest.toString())) {
            HttpResponse<byte[]> answer = registry.get("/v2/r3/manifests/" + reference);
            assertStatus(200, answer);
            assertArrayEquals(manifest, answer.body());
            assertEquals(MediaTypes.OCI_MANIFEST, TestRegistry.header(answer, "Content-Type"));
            assertEquals(digest.toString(), TestRegistry.header(answer, "Docker-Content-Digest"));
            HttpResponse<byte[]> head = registry.head("/v2/r3/manifests/" + reference);
            assertEquals("" + manifest.length, TestRegistry.header(head, "Content-Length"));
        }
        assertStatus(
                304, registry.get("/v2/r3/manifests/here", "If-None-Match", "\"" + digest + "\""));
    }

    @Test
    void r3MissingManifestsAreUnknown() {
        assertError(404, "MANIFEST_UNKNOWN", registry.get("/v2/r3/manifests/none"));
        assertError(404, "MANIFEST_UNKNOWN", registry.get("/v2/never/heard/manifests/none"));
        assertError(400, "TAG_INVALID", registry.get("/v2/r3/manifests/.none"));
    }

    @Test
    void r4APushInOneRequestIsStored() {
        Digest digest = Digest.sha256(BLOB);
        HttpResponse<byte[]> pushed =
                registry.send("POST", "/v2/r4/blobs/uploads/?digest=" + digest, BLOB);
        assertStatus(201, pushed);
        assertArrayEquals(BLOB, registry.get(TestRegistry.header(pushed, "Location")).body());
    }

    @Test
    void r4APushInOneRequestWithTheWrongDigestIsRefused() {
        Digest digest = Digest.sha256(bytes("other"));
        assertError(
                400,
                "DIGEST_INVALID",
                registry.send("POST", "/v2/r4/blobs/uploads/?digest=" + digest, BLOB));
        assertStatus(404, registry.head("/v2/r4/blobs/" + digest));
    }

    @Test
    void r4TheDigestAlgorithmMayBeToldBeforehandOrNot() {
        byte[] large = random(4, 200_000);
        for (byte[] content : List.of(BLOB, large)) {
            Digest digest = sha512(content);
            for (String hint : List.of("", "?digest-algorithm=sha512")) {
                HttpResponse<byte[]> started =
                        registry.send("POST", "/v2/r4/blobs/uploads/" + hint, NOTHING);
                assertStatus(202, started);
                String place = TestRegistry.header(started, "Location");
                HttpResponse<byte[]> pushed =
                        registry.send("PUT", place + "?digest=" + digest, content);
                assertStatus(201, pushed);
                HttpResponse<byte[]> got = registry.get("/v2/r4/blobs/" + digest);
                assertArrayEquals(content, got.body());
                assertEquals(digest.toString(), TestRegistry.header(got, "Docker-Content-Digest"));
            }
        }
        assertError(
                400,
                "DIGEST_INVALID",
                registry.send("POST", "/v2/r4/blobs/uploads/?digest-algorithm=md5", NOTHING));
    }

    @Test
    void r5ChunksInOrderMakeABlob() {
        byte[] content = random(5, 100_000);
        String place = registry.startUpload("r5");
        for (int start = 0; start < content.length; start += 30_000) {
            int end = Math.min(content.length, start + 30_000);
            HttpResponse<byte[]> taken =
                    registry.send(
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
        assertStatus(201, registry.send("PUT", place + "?digest=" + digest, NOTHING));
        assertArrayEquals(content, registry.get("/v2/r5/blobs/" + digest).body());
    }

    @Test
    void r5AChunkOutOfOrderIsRefusedAndTheUploadGoesOn() {
        String place = registry.startUpload("r5");
        assertStatus(202, registry.send("PATCH", place, bytes("abc"), "Content-Range", "0-2"));
        HttpResponse<byte[]> early =
                registry.send("PATCH", place, bytes("xyz"), "Content-Range", "6-8");
        assertStatus(416, early);
        assertStatus(416, registry.send("PATCH", place, bytes("abc"), "Content-Range", "0-2"));
        HttpResponse<byte[]> where = registry.get(place);
        assertStatus(204, where);
        assertEquals("0-2", TestRegistry.header(where, "Range"));
        Digest digest = Digest.sha256(bytes("abcdef"));
        String end = place + "?digest=" + digest;
        assertStatus(416, registry.send("PUT", end, bytes("def"), "Content-Range", "4-6"));
        assertStatus(201, registry.send("PUT", end, bytes("def"), "Content-Range", "3-5"));
        assertArrayEquals(bytes("abcdef"), registry.get("/v2/r5/blobs/" + digest).body());
    }

    @Test
    void r5AChunkOfAnotherLengthThanItSaysIsUndone() {
        String place = registry.startUpload("r5");
        assertStatus(202, registry.send("PATCH", place, bytes("abc")));
        assertError(
                400,
                "SIZE_INVALID",
                registry.send("PATCH", place, bytes("de"), "Content-Range", "3-8"));
        assertEquals("0-2", TestRegistry.header(registry.get(place), "Range"));
    }

    @Test
    void r6AnUploadEndsOnlyWithItsDigest() {
        String place = registry.startUpload("r6");
        assertError(400, "DIGEST_INVALID", registry.send("PUT", place, BLOB));
        assertError(
                400,
                "DIGEST_INVALID",
                registry.send("PUT", place + "?digest=sha256:baddigeststring", BLOB));
        assertError(
                400,
                "DIGEST_INVALID",
                registry.send("PUT", place + "?digest=" + Digest.sha256(NOTHING), BLOB));
    }

    @Test
    void r6AnEmptyBlobIsABlob() {
        Digest digest = registry.pushBlob("r6", NOTHING);
        HttpResponse<byte[]> answer = registry.get("/v2/r6/blobs/" + digest);
        assertStatus(200, answer);
        assertEquals("0", TestRegistry.header(answer, "Content-Length"));
    }

    @Test
    void r7AManifestPushedByAWrongDigestIsRefused() {
        byte[] manifest = image("r7", "wrong");
        assertError(
                400,
                "DIGEST_INVALID",
                registry.putManifest(
                        "r7",
                        Digest.sha256(NOTHING).toString(),
                        MediaTypes.OCI_MANIFEST,
                        manifest));
    }

    @Test
    void r7AManifestPushedByDigestTakesManyTags() {
        byte[] manifest = image("r7/tags", "many");
        Digest digest = sha512(manifest);
        StringBuilder query = new StringBuilder("?tag=t0");
        List<String> tags = new ArrayList<>(List.of("t0"));
        for (int i = 1; i < 12; i++) {
            tags.add("t" + i);
            query.append("&tag=t").append(i);
        }
        HttpResponse<byte[]> pushed =
                registry.putManifest(
                        "r7/tags", digest + query.toString(), MediaTypes.OCI_MANIFEST, manifest);
        assertStatus(201, pushed);
        assertEquals(tags, TestRegistry.headers(pushed, "OCI-Tag"));
        HttpResponse<byte[]> got = registry.get("/v2/r7/tags/manifests/t11");
        assertArrayEquals(manifest, got.body());
        assertEquals(digest.toString(), TestRegistry.header(got, "Docker-Content-Digest"));
    }

    @Test
    void r7AManifestWhoseBlobsAreMissingIsRefused() {
        byte[] manifest = image("r7/elsewhere", "missing");
        assertError(
                400,
                "MANIFEST_BLOB_UNKNOWN",
                registry.putManifest("r7/bare", "x", MediaTypes.OCI_MANIFEST, manifest));
    }

    @Test
    void r7AnIndexMayNameManifestsThatAreNotHere() {
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
        assertStatus(201, registry.putManifest("r7", "sparse", MediaTypes.OCI_INDEX, index));
        assertArrayEquals(index, registry.get("/v2/r7/manifests/sparse").body());
    }

    @Test
    void r7LayersThatAreNeverPushedAreNotAskedFor() {
        Digest config = registry.pushBlob("r7/foreign", bytes("{}"));
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
                201, registry.putManifest("r7/foreign", "x", MediaTypes.OCI_MANIFEST, manifest));
        assertArrayEquals(manifest, registry.get("/v2/r7/foreign/manifests/x").body());
    }

    @Test
    void r7FourMegabytesAreTakenAndMoreIsTooLarge() {
        String note = "x".repeat(4_100_000);
        pushImage("r7", "large", note);
        assertError(
                413,
                "SIZE_INVALID",
                registry.putManifest(
                        "r7", "huge", MediaTypes.OCI_MANIFEST, image("r7", "x".repeat(5 << 20))));
    }

    @Test
    void r7TypesThatNobodyAllowedAndSchemaOneAreRefused() {
        byte[] manifest = bytes("{\"schemaVersion\":1}");
        assertError(
                415,
                "MANIFEST_INVALID",
                registry.putManifest("r7", "x", "application/vnd.example+json", manifest));
        assertError(
                415,
                "MANIFEST_INVALID",
                registry.putManifest(
                        "r7",
                        "x",
                        "application/vnd.docker.distribution.manifest.v1+prettyjws",
                        manifest));
        assertError(
                400,
                "MANIFEST_INVALID",
                registry.putManifest("r7", "x", MediaTypes.OCI_MANIFEST, bytes("no json")));
    }

    @Test
    void r8TagsAreListedInOrderAndByPages() {
        for (String tag : List.of("b", "a", "C", "d1")) {
            pushImage("r8", tag, "tags");
        }
        assertEquals(
                "{\"name\":\"r8\",\"tags\":[\"C\",\"a\",\"b\",\"d1\"]}",
                new String(registry.get("/v2/r8/tags/list").body(), StandardCharsets.UTF_8));
        HttpResponse<byte[]> first = registry.get("/v2/r8/tags/list?n=3");
        assertEquals(
                "{\"name\":\"r8\",\"tags\":[\"C\",\"a\",\"b\"]}",
                new String(first.body(), StandardCharsets.UTF_8));
        String link = TestRegistry.header(first, "Link");
        assertTrue(link.endsWith(">; rel=\"next\""), link);
        HttpResponse<byte[]> second = registry.get(link.substring(1, link.indexOf('>')));
        assertEquals(
                "{\"name\":\"r8\",\"tags\":[\"d1\"]}",
                new String(second.body(), StandardCharsets.UTF_8));
        assertTrue(second.headers().firstValue("Link").isEmpty());
        assertEquals(
                "{\"name\":\"r8\",\"tags\":[\"b\",\"d1\"]}",
                new String(registry.get("/v2/r8/tags/list?last=a").body(), StandardCharsets.UTF_8));
    }

    @Test
    void r8NoTagsAtAllMayBeAskedFor() {
        pushImage("r8/zero", "a", "tags");
        HttpResponse<byte[]> none = registry.get("/v2/r8/zero/tags/list?n=0");
        assertEquals(
                "{\"name\":\"r8/zero\",\"tags\":[]}",
                new String(none.body(), StandardCharsets.UTF_8));
        assertTrue(none.headers().firstValue("Link").isEmpty());
        assertError(404, "NAME_UNKNOWN", registry.get("/v2/r8/nothing/tags/list"));
        assertError(400, "PAGINATION_NUMBER_INVALID", registry.get("/v2/r8/zero/tags/list?n=-1"));
    }

    @Test
    void r8TheCatalogIsListedByPages() {
        pushImage("r8cat/a", "x", "catalog");
        pushImage("r8cat/b", "x", "catalog");
        HttpResponse<byte[]> page = registry.get("/v2/_catalog?last=r8cat&n=1");
        assertEquals(
                "{\"repositories\":[\"r8cat/a\"]}",
                new String(page.body(), StandardCharsets.UTF_8));
        String link = TestRegistry.header(page, "Link");
        assertEquals("</v2/_catalog?last=r8cat%2Fa&n=1>; rel=\"next\"", link);
    }

    @Test
    void r9ATagIsDeletedAlone() {
        Digest digest = pushImage("r9", "one", "tag");
        pushImage("r9", "two", "tag");
        assertStatus(202, registry.delete("/v2/r9/manifests/one"));
        assertStatus(404, registry.get("/v2/r9/manifests/one"));
        assertStatus(200, registry.get("/v2/r9/manifests/two"));
        assertStatus(200, registry.get("/v2/r9/manifests/" + digest));
        assertError(404, "MANIFEST_UNKNOWN", registry.delete("/v2/r9/manifests/one"));
    }

    @Test
    void r9AManifestIsDeletedWithItsTags() {
        Digest digest = pushImage("r9/all", "one", "all");
        pushImage("r9/all", "two", "all");
        assertStatus(202, registry.delete("/v2/r9/all/manifests/" + digest));
        assertStatus(404, registry.get("/v2/r9/all/manifests/" + digest));
        assertStatus(404, registry.get("/v2/r9/all/manifests/one"));
        assertEquals(
                "{\"name\":\"r9/all\",\"tags\":[]}",
                new String(registry.get("/v2/r9/all/tags/list").body(), StandardCharsets.UTF_8));
    }

    @Test
    void r10ABlobIsDeletedFromItsRepositoryAlone() {
        byte[] content = bytes("deleted from one");
        Digest digest = registry.pushBlob("r10/one", content);
        registry.pushBlob("r10/two", content);
        assertStatus(202, registry.delete("/v2/r10/one/blobs/" + digest));
        assertStatus(404, registry.get("/v2/r10/one/blobs/" + digest));
        assertStatus(200, registry.get("/v2/r10/two/blobs/" + digest));
        assertStatus(404, registry.delete("/v2/r10/one/blobs/" + digest));
    }

    @Test
    void r11ABlobIsMountedFromANamedRepositoryOrFromAny() {
        for (byte[] content : List.of(bytes("mounted"), random(11, 50_000))) {
            Digest digest = registry.pushBlob("r11/source", content);
            for (String from : List.of("&from=r11/source", "")) {
                String name = from.isEmpty() ? "r11/any" : "r11/named";
                HttpResponse<byte[]> mounted =
                        registry.send(
                                "POST",
                                "/v2/" + name + "/blobs/uploads/?mount=" + digest + from,
                                NOTHING);
                assertStatus(201, mounted);
                assertArrayEquals(
                        content, registry.get(TestRegistry.header(mounted, "Location")).body());
            }
        }
    }

    @Test
    void r11AMountThatFailsBecomesAnUpload() {
        byte[] content = bytes("not there yet");
        Digest digest = Digest.sha256(content);
        HttpResponse<byte[]> started =
                registry.send(
                        "POST",
                        "/v2/r11/new/blobs/uploads/?from=r11/source&mount=" + digest,
                        NOTHING);
        assertStatus(202, started);
        assertStatus(
                201,
                registry.send(
                        "PUT",
                        TestRegistry.header(started, "Location") + "?digest=" + digest,
                        content));
    }

    @Test
    void r12ReferrersAreListedFilteredAndPaged() {
        Digest subject = Digest.sha256(bytes("a manifest that is pushed later"));
        byte[] sbom = referrer("r12", subject, "application/x.sbom", "a");
        byte[] signature = referrer("r12", subject, "application/x.signature", "b");
        for (byte[] manifest : List.of(sbom, signature)) {
            HttpResponse<byte[]> pushed =
                    registry.putManifest(
                            "r12",
                            Digest.sha256(manifest).toString(),
                            MediaTypes.OCI_MANIFEST,
                            manifest);
            assertStatus(201, pushed);
            assertEquals(subject.toString(), TestRegistry.header(pushed, "OCI-Subject"));
        }
        String path = "/v2/r12/referrers/" + subject;
        assertEquals(2, manifests(registry.get(path)).size());
        HttpResponse<byte[]> filtered = registry.get(path + "?artifactType=application/x.sbom");
        assertEquals("artifactType", TestRegistry.header(filtered, "OCI-Filters-Applied"));
        Map<?, ?> only = (Map<?, ?>) manifests(filtered).getFirst();
        assertEquals(1, manifests(filtered).size());
        assertEquals(Digest.sha256(sbom).toString(), only.get("digest"));
        assertEquals("application/x.sbom", only.get("artifactType"));
        assertEquals(Map.of("note", "a"), only.get("annotations"));
        assertEquals((long) sbom.length, only.get("size"));
        HttpResponse<byte[]> page = registry.get(path + "?n=1");
        assertEquals(1, manifests(page).size());
        String link = TestRegistry.header(page, "Link");
        HttpResponse<byte[]> rest = registry.get(link.substring(1, link.indexOf('>')));
        assertEquals(1, manifests(rest).size());
        assertFalse(rest.headers().firstValue("Link").isPresent());
        assertFalse(Arrays.equals(page.body(), rest.body()));
    }

    @Test
    void r12ReferrersOfNothingAreNone() {
        assertEquals(
                List.of(),
                manifests(registry.get("/v2/never/heard/referrers/" + Digest.sha256(BLOB))));
        assertError(400, "DIGEST_INVALID", registry.get("/v2/r12/referrers/sha256:short"));
    }

    @Test
    void r12ReferrersUnderAFallbackTagAreListedToo() {
        Digest subject = pushImage("r12/old", "x", "subject");
        Digest noted = pushImage("r12/old", "y", "noted by a client");
        byte[] index =
                Json.write(
                        Map.of(
                                "schemaVersion",
                                2,
                                "mediaType",
                                MediaTypes.OCI_INDEX,
                                "manifests",
                                List.of(descriptor(MediaTypes.OCI_MANIFEST, noted, 1))));
        assertStatus(
                201,
                registry.putManifest(
                        "r12/old", "sha256-" + subject.hex(), MediaTypes.OCI_INDEX, index));
        List<?> listed = manifests(registry.get("/v2/r12/old/referrers/" + subject));
        assertEquals(noted.toString(), ((Map<?, ?>) listed.getFirst()).get("digest"));
    }

    @Test
    void r12ADeletedReferrerIsNotListed() {
        Digest subject = pushImage("r12/deleted", "x", "subject");
        byte[] manifest = referrer("r12/deleted", subject, "application/x.sbom", "gone");
        registry.putManifest("r12/deleted", "s", MediaTypes.OCI_MANIFEST, manifest);
        registry.delete("/v2/r12/deleted/manifests/" + Digest.sha256(manifest));
        assertEquals(List.of(), manifests(registry.get("/v2/r12/deleted/referrers/" + subject)));
    }

    @Test
    void r13AnUploadTellsHowFarItIsAndBelongsToItsRepository() {
        String place = registry.startUpload("r13");
        assertStatus(202, registry.send("PATCH", place, bytes("abcde")));
        HttpResponse<byte[]> where = registry.get(place);
        assertStatus(204, where);
        assertEquals("0-4", TestRegistry.header(where, "Range"));
        assertError(
                404, "BLOB_UPLOAD_UNKNOWN", registry.get(place.replace("/v2/r13/", "/v2/other/")));
        assertError(404, "BLOB_UPLOAD_UNKNOWN", registry.get("/v2/r13/blobs/uploads/none"));
    }

    @Test
    void r14ACancelledUploadIsGone() {
        String place = registry.startUpload("r14");
        assertStatus(202, registry.send("PATCH", place, random(14, 40_000)));
        assertStatus(204, registry.delete(place));
        assertError(404, "BLOB_UPLOAD_UNKNOWN", registry.get(place));
        assertError(404, "BLOB_UPLOAD_UNKNOWN", registry.delete(place));
    }

    @Test
    void namesOutsideTheGrammarAreRefused() {
        Digest digest = Digest.sha256(BLOB);
        for (String name : List.of("UPPER", "a//b", "a..b", "-a", "a_", "a/-b", "a%2e%2e/b")) {
            int status = registry.get("/v2/" + name + "/blobs/" + digest).statusCode();
            assertTrue(status == 400 || status == 404, name + ": " + status);
        }
        assertError(
                400, "NAME_INVALID", registry.get("/v2/" + "a".repeat(256) + "/manifests/latest"));
    }

    @Test
    void methodsThatAnAddressDoesNotTakeAreNamed() {
        HttpResponse<byte[]> answer = registry.send("PUT", "/v2/x/blobs/uploads/", NOTHING);
        assertError(405, "UNSUPPORTED", answer);
        assertEquals("POST", TestRegistry.header(answer, "Allow"));
    }
}
