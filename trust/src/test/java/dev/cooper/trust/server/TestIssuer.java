package dev.cooper.trust.server;

import com.sun.net.httpserver.HttpServer;

import dev.cooper.oci.Json;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who issues tokens that say whatever a test wants. */
final class TestIssuer implements AutoCloseable {
    final AtomicInteger asked = new AtomicInteger();
    KeyPair key = KeyPair.generate(KeyAlgorithm.RSA_2048);
    String id = "one";
    boolean isDown;
    private final HttpServer server;

    TestIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.incrementAndGet();
                    byte[] content =
                            Json.write(
                                    exchange.getRequestURI().getPath().endsWith("/keys")
                                            ? Map.of("keys", List.of(key()))
                                            : Map.of("issuer", url(), "jwks_uri", url() + "/keys"));
                    exchange.sendResponseHeaders(isDown ? 500 : 200, content.length);
                    exchange.getResponseBody().write(content);
                    exchange.close();
                });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Map<String, Object> key() {
        RSAPublicKey rsa = (RSAPublicKey) key.publicKey();
        return Map.of(
                "kty",
                "RSA",
                "kid",
                id,
                "n",
                url64(rsa.getModulus()),
                "e",
                url64(rsa.getPublicExponent()));
    }

    private static String url64(BigInteger number) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(number.toByteArray());
    }

    /** What a token says at least. */
    Map<String, Object> claims(Instant now, String subject) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", url());
        claims.put("aud", "sigstore");
        claims.put("sub", subject);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.getEpochSecond() + 300);
        return claims;
    }

    String token(Map<String, Object> claims) {
        return token("RS256", claims);
    }

    String token(String algorithm, Map<String, Object> claims) {
        String signed =
                url64(Json.write(Map.of("alg", algorithm, "kid", id)))
                        + "."
                        + url64(Json.write(claims));
        return signed + "." + url64(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String url64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    OutsideIssuer as(OutsideIssuer.Kind kind, String domain) {
        return new OutsideIssuer(url(), "sigstore", kind, domain, Optional.empty(), false);
    }

    /** A workflow of GitHub, as GitHub says it. */
    Map<String, Object> workflow(Instant now) {
        Map<String, Object> claims = claims(now, "repo:red/shop:ref:refs/heads/main");
        claims.put("job_workflow_ref", "red/shop/.github/workflows/ci.yml@refs/heads/main");
        claims.put("job_workflow_sha", "abc");
        claims.put("workflow_ref", "red/shop/.github/workflows/ci.yml@refs/heads/main");
        claims.put("sha", "abc");
        claims.put("event_name", "push");
        claims.put("repository", "red/shop");
        claims.put("repository_owner", "red");
        claims.put("repository_id", "7");
        claims.put("workflow", "ci");
        claims.put("ref", "refs/heads/main");
        claims.put("run_id", "12");
        claims.put("run_attempt", "1");
        claims.put("runner_environment", "self-hosted");
        return claims;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
