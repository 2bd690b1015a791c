package dev.cooper.registry.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.auth.RegistryAccounts;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.protocol.Grant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may read what of another registry's content, fetched before or not. */
class ProxyRightsTest {
    private static final String PASSWORD = "right-password";
    private static final byte[] LAYER = ProxyTest.bytes(50_000);
    private static final String NS = "?ns=hub.example.org";

    @TempDir Path directory;

    private final UpstreamDouble upstream = new UpstreamDouble();
    private TestRegistry cache;
    private Digest secret;

    @BeforeEach
    void start() throws IOException {
        upstream.image("public/tool", "1", new byte[1000]);
        secret = upstream.image("secret/app", "1", LAYER);
        RegistryConfig config = config("auth: {service: cellar, anonymous: ['hub/public/*:pull']}");
        cache = new TestRegistry(config);
        try (RegistryAccounts accounts = RegistryAccounts.open(config)) {
            accounts.add("ann", false, PASSWORD, Optional.empty(), grants("hub/secret/*:pull"));
            accounts.add("bob", false, PASSWORD, Optional.empty(), grants("bob/*:*"));
        }
    }

    @AfterEach
    void stop() throws IOException {
        cache.close();
        upstream.close();
    }

    private static List<Grant> grants(String text) {
        return List.of(Grant.parse(text));
    }

    private RegistryConfig config(String auth) throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file,
                """
                http: {addr: '127.0.0.1:0'}
                cooper:
                  upstreams:
                    - {prefix: hub, url: '%s', ns: [hub.example.org], username: robot, password: pw}
                  %s
                """
                        .formatted(upstream.uri(), auth));
        return RegistryConfig.parse(Optional.of(file), Map.of(), directory.resolve("data"));
    }

    private static String basic(String user) {
        byte[] pair = (user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** The status of a request; an empty user is nobody, who has a token all the same. */
    private int status(String path, String user) {
        return cache.get(path, "Authorization", user.isEmpty() ? stranger() : basic(user))
                .statusCode();
    }

    private String stranger() {
        String scopes =
                "&scope=repository:hub/public/tool:pull&scope=repository:hub/secret/app:pull";
        HttpResponse<byte[]> answer = cache.get("/token?service=cellar" + scopes);
        Map<?, ?> json = (Map<?, ?>) Json.parse(new String(answer.body(), StandardCharsets.UTF_8));
        return "Bearer " + json.get("token");
    }

    /** All ways to the same content. */
    private List<String> ways() {
        String blob = "/blobs/" + Digest.sha256(LAYER);
        return List.of(
                "/v2/hub/secret/app/manifests/1",
                "/v2/hub/secret/app/manifests/" + secret,
                "/v2/hub/secret/app" + blob,
                "/v2/secret/app/manifests/1" + NS,
                "/v2/secret/app/manifests/1?ns=HUB.example.org",
                "/v2/secret/app" + blob + NS,
                "/v2/hub/secret/app/tags/list",
                "/v2/hub/secret/app/referrers/" + secret);
    }

    private void assertOnlyAnnIsServed() {
        for (String way : ways()) {
            assertEquals(401, status(way, ""), way);
            assertEquals(403, status(way, "bob"), way);
        }
    }

    @Test
    void whoMayNotReadIsRefusedWhetherItIsHereOrNot() {
        assertOnlyAnnIsServed();
        assertEquals(0, upstream.seen().size(), upstream.seen().toString());
        for (String way : ways().subList(0, 6)) {
            assertEquals(200, status(way, "ann"), way);
        }
        assertOnlyAnnIsServed();
    }

    @Test
    void aDigestIsNoWayAroundThat() {
        status("/v2/hub/secret/app/manifests/1", "ann");
        status("/v2/hub/secret/app/blobs/" + Digest.sha256(LAYER), "ann");
        assertEquals(200, status("/v2/hub/public/tool/manifests/1", ""));
        assertEquals(404, status("/v2/hub/public/tool/blobs/" + Digest.sha256(LAYER), ""));
        assertEquals(404, status("/v2/hub/public/tool/manifests/" + secret, ""));
        for (String from : List.of("", "&from=hub/secret/app")) {
            HttpResponse<byte[]> mounted =
                    cache.send(
                            "POST",
                            "/v2/bob/own/blobs/uploads/?mount=" + Digest.sha256(LAYER) + from,
                            new byte[0],
                            "Authorization",
                            basic("bob"));
            assertEquals(202, mounted.statusCode(), from);
        }
        assertEquals(404, status("/v2/bob/own/blobs/" + Digest.sha256(LAYER), "bob"));
    }

    @Test
    void aLoginThereWithoutLoginsHereIsNamedInAWarning() throws IOException {
        String open = config("cache: {ttl: 1h}").warnings().toString();
        assertTrue(open.contains("everyone who reaches this registry reads what"), open);
        assertTrue(open.contains("hub"), open);
        assertEquals(List.of(), config("auth: {}").warnings());
    }
}
