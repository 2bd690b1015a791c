package dev.cooper.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What nobody sends by mistake. After each of these the registry still answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AbuseTest {
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    @TempDir static Path directory;
    private TestRegistry registry;

    @BeforeAll
    void start() throws IOException {
        Files.writeString(directory.resolve("secret"), "secret");
        registry = new TestRegistry(directory.resolve("registry"));
    }

    @AfterAll
    void stop() throws IOException {
        registry.close();
    }

    /** Sends bytes and returns all that comes back until the other side hangs up. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", registry.uri("/").getPort())) {
            socket.setSoTimeout(30_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                return new String(
                        socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (java.net.SocketException e) {
                return ""; // hung up before everything was sent
            }
        }
    }

    private static String get(String target, String... headers) {
        return "GET "
                + target
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + Stream.of(headers).map(each -> each + "\r\n").reduce("", String::concat)
                + "\r\n";
    }

    private static int status(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 "), answer);
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static int answers(String answer) {
        return answer.split("HTTP/1\\.1 ", -1).length - 1;
    }

    @Test
    void namesThatLeaveTheirPlaceAreRefused() throws IOException {
        for (String name :
                List.of(
                        "..",
                        "../../secret",
                        "a/../../secret",
                        "%2e%2e/%2e%2e/secret",
                        "..%2f..%2fsecret",
                        "a%2fb",
                        "a//b",
                        "a/./b",
                        "%00",
                        "a%00b",
                        "a;x=y",
                        "a\\b",
                        "a%5cb",
                        "%c0%ae%c0%ae/secret",
                        "%u002e",
                        "%zz",
                        "caf%c3%a9",
                        "%ef%bc%8e%ef%bc%8e/secret",
                        "A",
                        "a".repeat(256),
                        "a/".repeat(5_000) + "a",
                        "-a",
                        "a_",
                        "a___b",
                        "~root")) {
            for (String rest : List.of("/manifests/1", "/blobs/uploads/", "/tags/list")) {
                String answer = raw(get("/v2/" + name + rest));
                int status = status(answer);
                assertTrue(status >= 400 && status < 500, status + " " + name + rest);
                assertFalse(answer.contains("secret\n"), name);
            }
        }
        assertEquals(200, registry.get("/v2/").statusCode());
    }

    @Test
    void referencesAndUploadsThatLeaveTheirPlaceAreRefused() throws IOException {
        for (String path :
                List.of(
                        "manifests/..%2f..%2fsecret",
                        "manifests/%00",
                        "manifests/" + "a".repeat(129),
                        "manifests/sha256:..%2f..",
                        "manifests/sha256:" + "g".repeat(64),
                        "blobs/sha256:" + "a".repeat(63),
                        "blobs/md5:" + "a".repeat(32),
                        "blobs/sha256:../../secret",
                        "blobs/uploads/..%2f..%2fsecret",
                        "blobs/uploads/%2e%2e",
                        "blobs/uploads/" + "a".repeat(5_000),
                        "referrers/sha256:x")) {
            int status = status(raw(get("/v2/a/" + path)));
            assertTrue(status >= 400 && status < 500, status + " " + path);
        }
    }

    @Test
    void headersThatAreHugeOrManyAreRefused() throws IOException {
        assertEquals(431, status(raw(get("/v2/", "X-A: " + "a".repeat(100_000)))));
        String[] many = new String[5_000];
        java.util.Arrays.fill(many, "X-A: b");
        assertEquals(431, status(raw(get("/v2/", many))));
        assertEquals(414, status(raw(get("/v2/" + "a".repeat(100_000)))));
        assertTrue(status(raw(get("/v2/", "X\0A: b"))) >= 400);
        assertTrue(status(raw(get("/v2/", " folded: b"))) >= 400);
    }

    @Test
    void requestsThatTwoReadersCouldReadInTwoWaysAreRefused() throws IOException {
        String smuggled = "GET /v2/_catalog HTTP/1.1\r\nHost: x\r\n\r\n";
        for (List<String> headers :
                List.of(
                        List.of("Content-Length: 5", "Content-Length: 6"),
                        List.of("Content-Length: 5", "Transfer-Encoding: chunked"),
                        List.of("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
                        List.of("Transfer-Encoding: xchunked"),
                        List.of("Transfer-Encoding : chunked"),
                        List.of("Content-Length: -1"),
                        List.of("Content-Length: +5"),
                        List.of("Content-Length: 0x5"),
                        List.of("Content-Length: 99999999999999999999"))) {
            String answer =
                    raw(
                            "POST /v2/a/blobs/uploads/ HTTP/1.1\r\nHost: x\r\n"
                                    + String.join("\r\n", headers)
                                    + "\r\n\r\n0\r\n\r\n"
                                    + smuggled);
            assertTrue(status(answer) >= 400, headers + answer);
            assertEquals(1, answers(answer), headers + answer);
        }
        assertEquals(
                400, status(raw("GET /v2/ HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n" + smuggled)));
        assertEquals(400, status(raw("GET /v2/ HTTP/1.1\r\n\r\n")));
    }

    @Test
    void anAddressOfAnotherServerIsNotFollowed() throws IOException {
        String answer = raw(get("http://127.0.0.1:1/v2/"));
        assertTrue(status(answer) == 200 || status(answer) == 400, answer);
        for (String target : List.of("*", "//x/v2/", "/v2/?" + "n=1&".repeat(3_000), "x")) {
            int status = status(raw(get(target)));
            assertTrue(status >= 200 && status < 500, status + target);
        }
        assertTrue(
                status(raw("CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                        >= 400);
        assertTrue(
                status(raw("TRACE /v2/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) >= 400);
        assertEquals(400, registry.get("/v2/_catalog?n=99999999999999999999999").statusCode());
        assertEquals(400, registry.get("/v2/_catalog?n=-1").statusCode());
        assertTrue(status(raw(get("/v2/_catalog?last=%"))) >= 400);
    }

    @Test
    void headersOfTheRequestDoNotGetIntoTheAnswer() throws IOException {
        String answer = raw(get("/v2/_catalog?n=1&last=a%0d%0aX-Evil:%20yes", "Origin: evil"));
        assertFalse(answer.contains("X-Evil: yes\r\n"), answer);
    }

    @Test
    void manifestsThatAreTooLargeOrTooDeepAreRefused() {
        assertEquals(413, put(" ".repeat((4 << 20) + 1)));
        assertEquals(400, put("[".repeat(1_000_000)));
        assertEquals(400, put("{\"a\":".repeat(100_000)));
        assertEquals(
                400, put("{\"schemaVersion\":2,\"schemaVersion\":" + "9".repeat(100_000) + "}"));
        String deep = "[".repeat(50_000) + "]".repeat(50_000);
        assertEquals(400, put("{\"schemaVersion\":2,\"manifests\":" + deep + "}"));
        assertEquals(400, put("{\"schemaVersion\":2,\"manifests\":{}}"));
        assertEquals(400, put("{\"schemaVersion\":2,\"manifests\":[1,null,\"x\"]}"));
        assertEquals(400, put("nonsense"));
        assertEquals(200, registry.get("/v2/").statusCode());
    }

    private int put(String manifest) {
        return registry.putManifest("bomb", "1", INDEX, manifest.getBytes(StandardCharsets.UTF_8))
                .statusCode();
    }

    @Test
    void anIndexOfManyManifestsIsRefusedOrStoredAtOnce() {
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            entries.append(i == 0 ? "" : ",").append(entry(String.format("%064x", i)));
        }
        int status = put("{\"schemaVersion\":2,\"manifests\":[" + entries + "]}");
        assertTrue(status == 201 || status == 400 || status == 413, "" + status);
    }

    private static String entry(String hex) {
        return "{\"mediaType\":\"" + INDEX + "\",\"digest\":\"sha256:" + hex + "\",\"size\":2}";
    }

    @Test
    void indexesNestedADozenTimesOverCostNoMoreThanTheirNumber() {
        Digest digest = Digest.sha256("{}".getBytes(StandardCharsets.UTF_8));
        for (int depth = 0; depth < 100; depth++) {
            StringBuilder entries = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                entries.append(i == 0 ? "" : ",").append(entry(digest.hex()));
            }
            byte[] content =
                    ("{\"schemaVersion\":2,\"mediaType\":\""
                                    + INDEX
                                    + "\",\"manifests\":["
                                    + entries
                                    + "]}")
                            .getBytes(StandardCharsets.UTF_8);
            assertEquals(
                    201, registry.putManifest("nested", "d" + depth, INDEX, content).statusCode());
            digest = Digest.sha256(content);
        }
        assertEquals(200, registry.get("/v2/nested/manifests/d99").statusCode());
        assertEquals(202, registry.delete("/v2/nested/manifests/" + digest).statusCode());
    }
}
