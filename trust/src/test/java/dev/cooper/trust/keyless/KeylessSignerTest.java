package dev.cooper.trust.keyless;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.root.Period;
import dev.cooper.trust.root.SigningConfig;
import dev.cooper.trust.root.SigningConfig.Service;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class KeylessSignerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    asked.add(exchange.getRequestURI().toString());
                    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Service service(String url, long version, String operator) {
        return new Service(url, version, Period.since(BEFORE), operator);
    }

    private static String token(String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{}".getBytes(StandardCharsets.UTF_8))
                + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".AA";
    }

    private KeylessSigner signer(List<Service> logs) {
        SigningConfig config =
                new SigningConfig(
                        List.of(service(address(), 1, "a")), List.of(), logs, "ANY", List.of(), "");
        return new KeylessSigner(config, IdentityToken.parse(token("{\"sub\":\"red\"}"), NOW), NOW);
    }

    private String refused() {
        KeylessSigner signer = signer(List.of(service(address(), 1, "a")));
        IOException e =
                assertThrows(
                        IOException.class,
                        () -> signer.bundle("file".getBytes(StandardCharsets.UTF_8)));
        assertEquals(List.of("/api/v2/signingCert"), asked);
        return String.valueOf(e.getMessage());
    }

    @Test
    void whatTheAuthoritySaysOfARefusalIsSaid() {
        status = 401;
        answer = "{\"message\":\"the token is of nobody\"}";
        assertEquals(
                address()
                        + "/api/v2/signingCert answers with status 401: {\"message\":\"the token is"
                        + " of nobody\"}",
                refused());
    }

    @Test
    void answersWithoutACertificateAreRefused() {
        assertTrue(refused().contains("gave no certificate: it holds no certificate"));
        asked.clear();
        answer = "{\"signedCertificateEmbeddedSct\":{\"chain\":{\"certificates\":[]}}}";
        assertTrue(refused().contains("the certificate is for another key"));
    }

    @Test
    void nothingIsAskedWhenNoLogIsThere() {
        KeylessSigner signer = signer(List.of());
        assertThrows(
                SyntaxException.class,
                () -> signer.bundle("file".getBytes(StandardCharsets.UTF_8)));
        assertEquals(List.of(), asked);
    }

    @Test
    void logsThatSpeakNewerApisOnlyAreNamed() {
        KeylessSigner signer = signer(List.of(service("https://new.example", 3, "a")));
        SyntaxException e =
                assertThrows(
                        SyntaxException.class,
                        () -> signer.bundle("file".getBytes(StandardCharsets.UTF_8)));
        assertTrue(String.valueOf(e.getMessage()).contains("https://new.example"));
        assertEquals(List.of(), asked);
    }

    @Test
    void ofEachOperatorTheNewestServiceIsChosen() {
        List<Service> all =
                List.of(
                        service("a1", 1, "a"),
                        service("a2", 2, "a"),
                        service("b1", 1, "b"),
                        new Service(
                                "c2", 2, new Period(Optional.empty(), Optional.of(BEFORE)), "c"));
        assertEquals(
                List.of("a2", "b1"),
                SigningConfig.choose(all, "ALL", 2, NOW).stream().map(Service::url).toList());
        assertEquals(1, SigningConfig.choose(all, "ANY", 1, NOW).size());
        assertThrows(SyntaxException.class, () -> SigningConfig.choose(all, "EXACT:3", 2, NOW));
    }

    @Test
    void signingConfigsAreReadAsTheyAreWritten() {
        SigningConfig config =
                new SigningConfig(
                        List.of(service("https://ca.example", 1, "a")),
                        List.of(service("https://id.example", 1, "a")),
                        List.of(service("https://log.example", 1, "a")),
                        "EXACT:1",
                        List.of(service("https://tsa.example", 1, "a")),
                        "ALL");
        assertEquals(config, SigningConfig.parse(config.toJson(), "signing_config.json"));
    }

    @Test
    void tokensThatRanOutOrAreNoneAreRefused() {
        String late = token("{\"sub\":\"red\",\"exp\":1}");
        assertThrows(SyntaxException.class, () -> IdentityToken.parse(late, NOW));
        assertThrows(SyntaxException.class, () -> IdentityToken.parse("a.b", NOW));
        assertThrows(SyntaxException.class, () -> IdentityToken.parse(token("{}"), NOW));
    }

    @Test
    void tokensOfThePlaceAreFound() throws IOException {
        String text = token("{\"sub\":\"red\",\"email\":\"red@example.com\"}");
        assertEquals(
                "red@example.com",
                IdentityToken.ambient(Map.of("SIGSTORE_ID_TOKEN", text), NOW)
                        .orElseThrow()
                        .proved());
        answer = "{\"value\":\"" + token("{\"sub\":\"flow\"}") + "\"}";
        Map<String, String> flow =
                Map.of(
                        "ACTIONS_ID_TOKEN_REQUEST_URL",
                        address() + "/token?a=b",
                        "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                        "bearer");
        assertEquals("flow", IdentityToken.ambient(flow, NOW).orElseThrow().proved());
        assertEquals(List.of("/token?a=b&audience=sigstore"), asked);
        assertTrue(IdentityToken.ambient(Map.of(), NOW).isEmpty());
    }
}
