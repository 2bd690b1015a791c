package dev.cooper.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.protocol.Grant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Bob, who may do everything in his own repositories, tries to get at those of Ann. */
class IntruderTest {
    private static final String PASSWORD = "right-password";
    private static final byte[] SECRET = "ann's secret".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NONE = new byte[0];

    @TempDir Path directory;
    private TestRegistry registry;
    private byte[] image;

    @BeforeEach
    void start() throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file,
                """
                http: {addr: '127.0.0.1:0'}
                storage: {delete: {enabled: true}}
                cooper: {auth: {service: cellar}}
                """);
        RegistryConfig config =
                RegistryConfig.parse(Optional.of(file), Map.of(), directory.resolve("data"));
        registry = new TestRegistry(config);
        try (RegistryAccounts accounts = RegistryAccounts.open(config)) {
            for (String name : List.of("ann", "bob")) {
                List<Grant> grants = List.of(Grant.parse(name + "/**:*"));
                accounts.add(name, false, PASSWORD, Optional.empty(), grants);
            }
        }
        image = TestManifest.image(Digest.sha256(CONFIG), Digest.sha256(SECRET), SECRET.length);
        blob("ann", SECRET);
        blob("ann", CONFIG);
        assertEquals(201, manifest("ann", "ann/app", image));
        byte[] referrer =
                TestManifest.referrer(
                        Digest.sha256(CONFIG), Digest.sha256(SECRET), SECRET.length, image);
        assertEquals(201, manifest("ann", "ann/app", referrer));
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private HttpResponse<byte[]> send(String method, String path, byte[] body, String user) {
        byte[] pair = (user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        String login = "Basic " + Base64.getEncoder().encodeToString(pair);
        return registry.send(
                method,
                path,
                body,
                "Authorization",
                login,
                "Content-Type",
                method.equals("PUT") ? MediaTypes.OCI_MANIFEST : "application/octet-stream");
    }

    private void blob(String user, byte[] content) {
        String path = "/v2/" + user + "/app/blobs/uploads/?digest=" + Digest.sha256(content);
        assertEquals(201, send("POST", path, content, user).statusCode());
    }

    private int manifest(String user, String repository, byte[] content) {
        String path = "/v2/" + repository + "/manifests/" + Digest.sha256(content);
        return send("PUT", path, content, user).statusCode();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void knowingADigestIsNoRightToRead() {
        blob("bob", CONFIG);
        String blob = "/blobs/" + Digest.sha256(SECRET);
        String manifest = "/manifests/" + Digest.sha256(image);
        for (String what : List.of(blob, manifest)) {
            assertEquals(200, send("GET", "/v2/ann/app" + what, NONE, "ann").statusCode());
            assertEquals(403, send("GET", "/v2/ann/app" + what, NONE, "bob").statusCode());
            assertEquals(404, send("GET", "/v2/bob/app" + what, NONE, "bob").statusCode());
        }
        // nor does naming it in a manifest of one's own make it one's own
        assertEquals(400, manifest("bob", "bob/app", image));
        String mount = "/v2/bob/app/blobs/uploads/?mount=" + Digest.sha256(SECRET);
        for (String from : List.of("", "&from=ann/app", "&from=bob/app&from=ann/app")) {
            assertEquals(202, send("POST", mount + from, NONE, "bob").statusCode(), from);
        }
        assertEquals(404, send("GET", "/v2/bob/app" + blob, NONE, "bob").statusCode());
    }

    @Test
    void listsTellNothingOfOtherRepositories() {
        String referrers = "/referrers/" + Digest.sha256(image);
        assertTrue(
                text(send("GET", "/v2/ann/app" + referrers, NONE, "ann")).contains("artifactType"));
        assertEquals(403, send("GET", "/v2/ann/app" + referrers, NONE, "bob").statusCode());
        String own = text(send("GET", "/v2/bob/app" + referrers, NONE, "bob"));
        assertTrue(own.contains("\"manifests\":[]"), own);
        assertEquals(403, send("GET", "/v2/ann/app/tags/list", NONE, "bob").statusCode());
        assertFalse(text(send("GET", "/v2/_catalog", NONE, "bob")).contains("ann"));
    }

    @Test
    void anUploadBelongsToItsRepository() {
        HttpResponse<byte[]> started = send("POST", "/v2/ann/app/blobs/uploads/", NONE, "ann");
        String upload = TestRegistry.header(started, "Location");
        String id = upload.substring(upload.lastIndexOf('/') + 1);
        String done = "?digest=" + Digest.sha256(SECRET);
        for (String method : List.of("GET", "PATCH", "DELETE", "PUT")) {
            String query = method.equals("PUT") ? done : "";
            assertEquals(403, send(method, upload + query, NONE, "bob").statusCode(), method);
            String moved = "/v2/bob/app/blobs/uploads/" + id + query;
            assertEquals(404, send(method, moved, NONE, "bob").statusCode(), method);
        }
        assertEquals(201, send("PUT", upload + done, SECRET, "ann").statusCode());
    }

    /** A target as it is, which no client of Java would send. */
    private String raw(String target) throws IOException {
        byte[] pair = ("bob:" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket("127.0.0.1", registry.uri("/").getPort())) {
            String request =
                    "GET "
                            + target
                            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Basic "
                            + Base64.getEncoder().encodeToString(pair)
                            + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void noSpellingOfAnAddressLeadsAroundTheRights() throws IOException {
        String blob = "/blobs/" + Digest.sha256(SECRET);
        for (String name :
                List.of(
                        "bob/../ann/app",
                        "bob/%2e%2e/ann/app",
                        "bob/%2E%2E/ann/app",
                        "bob/%252e%252e/ann/app",
                        "bob%2f..%2fann%2fapp",
                        "bob%252f..%252fann%252fapp",
                        "bob/app/..;/..;/ann/app",
                        "bob/app;/../../ann/app",
                        "bob//../ann/app",
                        "bob/./../ann/app",
                        "ann%2fapp",
                        "ann/./app",
                        "ann//app",
                        "/ann/app",
                        "ann/app%00",
                        "ANN/app",
                        "ann/%61pp")) {
            String answer = raw("/v2/" + name + blob);
            int status = Integer.parseInt(answer.substring(9, 12));
            assertTrue(status >= 400 && status < 500, name + ": " + answer);
            assertFalse(answer.contains("ann's secret"), name);
        }
    }

    private String token(String scope) {
        return String.valueOf(
                ((Map<?, ?>)
                                Json.parse(
                                        text(
                                                send(
                                                        "GET",
                                                        "/token?service=cellar&scope=" + scope,
                                                        NONE,
                                                        "bob"))))
                        .get("token"));
    }

    private int get(String path, String token) {
        return registry.get(path, "Authorization", "Bearer " + token).statusCode();
    }

    @Test
    void noSpellingOfAScopeGrantsMoreThanTheRights() {
        for (String scope :
                List.of(
                        "repository:ann/app:pull",
                        "repository:ann/app:*",
                        "repository:**:pull",
                        "repository:*:*",
                        "repository:bob/app,ann/app:pull",
                        "repository:bob/../ann/app:pull",
                        "repository:bob/app:pull%20repository:ann/app:pull",
                        "repository(plugin):ann/app:pull",
                        "registry:*:*")) {
            int status = get("/v2/ann/app/blobs/" + Digest.sha256(SECRET), token(scope));
            assertTrue(status == 401 || status == 403, scope + ": " + status);
        }
    }

    @Test
    void aTokenOfAnotherKeyIsNotBelievedWhateverItCallsTheKey()
            throws ParseException, JOSEException {
        SignedJWT real = SignedJWT.parse(token("repository:bob/app:pull"));
        assertEquals(200, get("/v2/", real.serialize()));
        ECKey own = new ECKeyGenerator(Curve.P_256).generate();
        for (JWSHeader header :
                List.of(
                        real.getHeader(),
                        new JWSHeader.Builder(JWSAlgorithm.ES256).build(),
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("unknown").build(),
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .keyID(real.getHeader().getKeyID())
                                .jwk(own.toPublicJWK())
                                .build())) {
            SignedJWT forged = new SignedJWT(header, real.getJWTClaimsSet());
            forged.sign(new ECDSASigner(own));
            assertEquals(401, get("/v2/", forged.serialize()), header.toString());
        }
        String[] parts = real.serialize().split("\\.");
        String none =
                Base64.getUrlEncoder()
                        .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        assertEquals(401, get("/v2/", none + "." + parts[1] + "."));
        assertEquals(401, get("/v2/", parts[0] + "." + parts[1] + "."));
        assertEquals(401, get("/v2/", parts[0] + "." + parts[1]));
    }

    @Test
    void aCompressedManifestIsNotUnpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(" ".repeat(64 << 20).getBytes(StandardCharsets.UTF_8));
            gzip.write(image);
        }
        byte[] pair = ("ann:" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> refused =
                registry.send(
                        "PUT",
                        "/v2/ann/app/manifests/1",
                        packed.toByteArray(),
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair),
                        "Content-Encoding",
                        "gzip",
                        "Content-Type",
                        MediaTypes.OCI_MANIFEST);
        assertEquals(400, refused.statusCode());
    }
}
