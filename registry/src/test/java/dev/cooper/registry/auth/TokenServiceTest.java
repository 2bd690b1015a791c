package dev.cooper.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.protocol.Grant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Users, robots and the tokens that the registry makes itself. */
@ParameterizedClass
@EnumSource(TestStorage.class)
class TokenServiceTest {
    private static final String PASSWORD = "right-password";
    private static final byte[] NONE = new byte[0];

    @Parameter TestStorage storage;
    @TempDir Path directory;
    private RegistryConfig config;
    private TestRegistry registry;

    @BeforeEach
    void start() throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file,
                """
                http: {addr: '127.0.0.1:0'}
                storage: {delete: {enabled: true}}
                cooper: {auth: {service: cellar, anonymous: ['public/*:pull']}}
                """);
        config =
                storage.use(
                        RegistryConfig.parse(
                                Optional.of(file), Map.of(), directory.resolve("data")));
        registry = new TestRegistry(config);
        user("ann", "team/*:*", "public/*:pull,push");
        user("bob", "team/shop:pull");
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private void user(String name, String... grants) throws IOException {
        try (RegistryAccounts accounts = RegistryAccounts.open(config)) {
            accounts.add(
                    name,
                    false,
                    PASSWORD,
                    Optional.empty(),
                    Arrays.stream(grants).map(Grant::parse).toList());
        }
    }

    private static String basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static Map<?, ?> json(HttpResponse<byte[]> response) {
        String text = new String(response.body(), StandardCharsets.UTF_8);
        assertEquals(200, response.statusCode(), text);
        return (Map<?, ?>) Json.parse(text);
    }

    /** Asks for a token as docker does; an empty user is nobody. */
    private String token(String user, String... scopes) {
        String query = "/token?service=cellar&scope=" + String.join("&scope=", scopes);
        HttpResponse<byte[]> response =
                user.isEmpty()
                        ? registry.get(query)
                        : registry.get(query, "Authorization", basic(user, PASSWORD));
        return "Bearer " + json(response).get("token");
    }

    private int status(String method, String path, String authorization) {
        return registry.send(method, path, NONE, "Authorization", authorization).statusCode();
    }

    private int push(String repository, String authorization) {
        byte[] content = repository.getBytes(StandardCharsets.UTF_8);
        String path = "/v2/" + repository + "/blobs/uploads/?digest=" + Digest.sha256(content);
        return registry.send("POST", path, content, "Authorization", authorization).statusCode();
    }

    private static String blob(String repository) {
        byte[] content = repository.getBytes(StandardCharsets.UTF_8);
        return "/v2/" + repository + "/blobs/" + Digest.sha256(content);
    }

    private static String pushes(String repository) {
        return "repository:" + repository + ":pull,push";
    }

    @Test
    void theChallengeLeadsToATokenThatLetsPush() {
        HttpResponse<byte[]> refused = registry.get("/v2/team/shop/tags/list");
        assertEquals(401, refused.statusCode());
        assertEquals(
                "Bearer realm=\""
                        + registry.uri("/token")
                        + "\",service=\"cellar\","
                        + "scope=\"repository:team/shop:pull\"",
                TestRegistry.header(refused, "WWW-Authenticate"));
        String token = token("ann", pushes("team/shop"));
        assertEquals(200, status("GET", "/v2/", token));
        assertEquals(201, push("team/shop", token));
        assertEquals(200, status("GET", blob("team/shop"), token));
        assertEquals(401, status("DELETE", blob("team/shop"), token));
        String delete = token("ann", "repository:team/shop:delete");
        assertEquals(202, status("DELETE", blob("team/shop"), delete));
    }

    @Test
    void lessIsGrantedThanAskedForWithoutAnError() {
        String token = token("bob", pushes("team/shop"), pushes("team/other"), "nonsense");
        assertEquals(404, status("GET", blob("team/shop"), token));
        assertEquals(403, push("team/shop", token));
        assertEquals(403, push("team/other", token));
        HttpResponse<byte[]> denied =
                registry.get("/v2/team/other/tags/list", "Authorization", token);
        String body = new String(denied.body(), StandardCharsets.UTF_8);
        assertTrue(
                body.contains("DENIED") && body.contains("bob may not pull in team/other"), body);
    }

    @Test
    void aTokenForOneRepositoryDoesNotOpenAnotherOfTheSameUser() {
        String token = token("ann", pushes("team/shop"));
        assertEquals(401, push("team/other", token));
        push("team/shop", token);
        String mount =
                "/v2/team/other/blobs/uploads/?from=team/shop&mount="
                        + blob("team/shop").substring("/v2/team/shop/blobs/".length());
        assertEquals(202, status("POST", mount, token("ann", pushes("team/other"))));
        assertEquals(
                201,
                status(
                        "POST",
                        mount,
                        token("ann", pushes("team/other"), "repository:team/shop:pull")));
    }

    @Test
    void wrongPasswordsUnknownUsersAndOtherServicesAreRefused() {
        for (String login : List.of(basic("ann", "wrong"), basic("eve", PASSWORD), "Basic ##")) {
            HttpResponse<byte[]> refused = registry.get("/token", "Authorization", login);
            assertEquals(401, refused.statusCode());
            assertEquals(
                    "Basic realm=\"cellar\"", TestRegistry.header(refused, "WWW-Authenticate"));
        }
        assertEquals(401, status("GET", "/v2/", basic("ann", "wrong")));
        assertEquals(400, registry.get("/token?service=other").statusCode());
        assertEquals(405, registry.delete("/token").statusCode());
        assertEquals(413, form("scope=" + "a".repeat(100_000)).statusCode());
        assertEquals(400, form("grant_type=magic").statusCode());
    }

    @Test
    void withoutALoginOnlyWhatIsPublicIsRead() {
        assertEquals(201, push("public/tool", token("ann", pushes("public/tool"))));
        String token = token("", pushes("public/tool"), pushes("team/shop"));
        assertEquals(200, status("GET", "/v2/", token));
        assertEquals(200, status("GET", blob("public/tool"), token));
        assertEquals(401, push("public/tool", token));
        assertEquals(401, status("GET", blob("team/shop"), token));
    }

    @Test
    void theCatalogShowsWhatTheCallerMayRead() {
        byte[] index = "{\"schemaVersion\":2,\"manifests\":[]}".getBytes(StandardCharsets.UTF_8);
        for (String name : List.of("public/tool", "team/a", "team/shop")) {
            HttpResponse<byte[]> pushed =
                    registry.send(
                            "PUT",
                            "/v2/" + name + "/manifests/1",
                            index,
                            "Authorization",
                            token("ann", pushes(name)),
                            "Content-Type",
                            "application/vnd.oci.image.index.v1+json");
            assertEquals(201, pushed.statusCode());
        }
        assertEquals(List.of("public/tool", "team/a", "team/shop"), catalog("ann"));
        assertEquals(List.of("team/shop"), catalog("bob"));
        assertEquals(List.of("public/tool"), catalog(""));
        HttpResponse<byte[]> page =
                registry.get(
                        "/v2/_catalog?n=1", "Authorization", token("bob", "registry:catalog:*"));
        assertFalse(page.headers().firstValue("Link").isPresent());
    }

    private List<?> catalog(String user) {
        String token = token(user, "registry:catalog:*");
        return (List<?>)
                json(registry.get("/v2/_catalog", "Authorization", token)).get("repositories");
    }

    private HttpResponse<byte[]> form(String body) {
        return registry.send(
                "POST",
                "/token",
                body.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    @Test
    void aRefreshTokenStandsInForThePasswordUntilThatChanges() throws IOException {
        Map<?, ?> login =
                json(
                        form(
                                "grant_type=password&service=cellar&client_id=docker&access_type="
                                        + "offline&username=ann&password="
                                        + PASSWORD));
        String refresh = (String) login.get("refresh_token");
        assertFalse(login.containsKey("token"));
        String again =
                "grant_type=refresh_token&service=cellar&scope=repository%3Ateam%2Fshop%3Apush"
                        + "%2Cpull&refresh_token=";
        Map<?, ?> renewed = json(form(again + refresh));
        assertFalse(renewed.containsKey("refresh_token"));
        assertEquals("repository:team/shop:pull,push", renewed.get("scope"));
        assertEquals(201, push("team/shop", "Bearer " + renewed.get("access_token")));
        assertEquals(401, form(again + "made-up").statusCode());
        try (RegistryAccounts accounts = RegistryAccounts.open(config)) {
            accounts.setPassword("ann", "another-password");
        }
        assertEquals(401, form(again + refresh).statusCode());
        assertEquals(401, status("GET", "/v2/", basic("ann", PASSWORD)));
        Map<?, ?> byQuery =
                json(
                        registry.get(
                                "/token?account=ann&offline_token=true",
                                "Authorization",
                                basic("ann", "another-password")));
        assertNotEquals(null, byQuery.get("refresh_token"));
    }

    @Test
    void rightsThatAreTakenAwayEndWithTheNextRequest() throws IOException {
        String token = token("bob", "repository:team/shop:pull");
        assertEquals(404, status("GET", blob("team/shop"), token));
        try (RegistryAccounts accounts = RegistryAccounts.open(config)) {
            accounts.revoke("bob", "team/shop");
            assertEquals(403, status("GET", blob("team/shop"), token));
            accounts.grant("bob", Grant.parse("team/*:pull"));
            assertEquals(404, status("GET", blob("team/shop"), token));
            accounts.remove("bob", false);
            assertEquals(401, status("GET", blob("team/shop"), token));
            assertThrows(IOException.class, () -> accounts.remove("bob", false));
        }
    }

    @Test
    void aRobotIsLetInUntilItExpires() throws IOException {
        try (RegistryAccounts accounts = RegistryAccounts.open(config)) {
            accounts.add(
                    "old", true, PASSWORD, Optional.of(Instant.now().minusSeconds(1)), List.of());
            accounts.add(
                    "ci",
                    true,
                    PASSWORD,
                    Optional.of(Instant.now().plusSeconds(100)),
                    List.of(Grant.parse("team/*:pull,push")));
            assertEquals(2, accounts.list(true).size());
            assertEquals(2, accounts.list(false).size());
        }
        assertEquals(401, status("GET", "/v2/", basic("old", PASSWORD)));
        assertEquals(201, push("team/shop", token("ci", pushes("team/shop"))));
        Map<?, ?> answer = json(registry.get("/token", "Authorization", basic("ci", PASSWORD)));
        assertTrue((Long) answer.get("expires_in") <= 100);
    }

    private void rotate(boolean revoke) throws IOException {
        try (RegistryAccounts accounts = RegistryAccounts.open(config)) {
            accounts.rotateKey(revoke);
        }
    }

    @Test
    void tokensOfAnOlderKeyAreTakenUntilTheyEnd() throws IOException {
        String old = token("ann", pushes("team/shop"));
        rotate(false);
        assertEquals(201, push("team/shop", old));
        assertEquals(201, push("team/other", token("ann", pushes("team/other"))));
    }

    @Test
    void tokensOfARevokedKeyEnd() throws IOException {
        String old = token("ann", pushes("team/shop"));
        rotate(true);
        registry.close();
        registry = new TestRegistry(config);
        assertEquals(401, push("team/shop", old));
        assertEquals(201, push("team/shop", token("ann", pushes("team/shop"))));
    }

    @Test
    void severalNodesBelieveEachOthersTokens() throws IOException {
        String token = token("ann", pushes("team/shop"));
        registry.close();
        registry = new TestRegistry(config);
        assertEquals(201, push("team/shop", token));
    }
}
