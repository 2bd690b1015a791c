package dev.cooper.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;

import dev.cooper.oci.Reference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The flows of the token service. */
class AuthTest {
    @TempDir Path home;
    private final List<String> bodies = new ArrayList<>();
    private String wanted = "t1";
    private String tokenAnswer = "{\"token\":\"t1\",\"issued_at\":\"1999-01-01T00:00:00Z\"}";
    private int statusOfGet = 200;
    private RegistryDouble registry;
    private Registries registries;

    @BeforeEach
    void start() {
        registry = new RegistryDouble(this::answer);
        Map<String, String> environment = Map.of("HOME", home.toString());
        registries =
                new Registries(
                        Configuration.NONE,
                        Credentials.ofEnvironment(environment),
                        environment,
                        new Retry(2, Duration.ofMillis(1), Duration.ofSeconds(2)));
    }

    @AfterEach
    void stop() {
        registries.close();
        registry.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/token")) {
            bodies.add(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            boolean get = exchange.getRequestMethod().equals("GET");
            int status = get ? statusOfGet : 200;
            RegistryDouble.reply(exchange, tokenAnswer.isEmpty() ? 401 : status, tokenAnswer);
        } else if (("Bearer " + wanted)
                .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            boolean mount = exchange.getRequestMethod().equals("POST");
            RegistryDouble.reply(exchange, mount ? 201 : 200, "{\"tags\":[\"1\"]}");
        } else {
            exchange.getResponseHeaders()
                    .set(
                            "WWW-Authenticate",
                            "Bearer realm=\"http://"
                                    + registry.host()
                                    + "/token\",service=\"reg, istry\",scope=\"x\"");
            RegistryDouble.reply(exchange, 401, "");
        }
    }

    private RegistryPlace place() throws IOException {
        return registries.repository(Reference.parse(registry.host() + "/a/b"));
    }

    @Test
    void anAnonymousTokenIsFetchedOnceAndItsAgeByTheServersClockDoesNotMatter() throws IOException {
        assertEquals(List.of("1"), place().tags());
        assertEquals(List.of("1"), place().tags());
        assertEquals(1, registry.count("/token"));
        assertEquals(
                1,
                registry.count(
                        "GET /token?service=reg%2C+istry&scope=repository%3Aa%2Fb%3Apull"
                                + "&client_id=cooper"));
    }

    @Test
    void aPasswordGoesToTheTokenServiceOnly() throws IOException {
        registries.credentials().store(registry.host(), Login.of("me", "pw"));
        place().tags();
        assertEquals(1, registry.count("Basic bWU6cHc="));
        assertTrue(
                registry.seen().stream()
                        .filter(line -> line.contains("Basic"))
                        .allMatch(line -> line.contains("/token?") && line.contains("account=me")),
                registry.seen().toString());
    }

    @Test
    void anIdentityTokenIsPosted() throws IOException {
        registries.credentials().store(registry.host(), Login.ofIdentityToken("me", "r&1"));
        place().tags();
        assertTrue(
                bodies.getFirst().contains("grant_type=refresh_token&")
                        && bodies.getFirst().contains("refresh_token=r%261"),
                bodies.getFirst());
    }

    @Test
    void aServiceOfOAuth2AloneGetsThePasswordByPost() throws IOException {
        registries.credentials().store(registry.host(), Login.of("me", "p&w"));
        statusOfGet = 405;
        assertEquals(List.of("1"), place().tags());
        assertEquals(
                "grant_type=password&service=reg%2C+istry&client_id=cooper&username=me"
                        + "&password=p%26w&access_type=online&scope=repository%3Aa%2Fb%3Apull",
                bodies.getLast());
        tokenAnswer = "{\"access_token\":\"t1\",\"refresh_token\":\"stay\"}";
        Login kept = registries.login(registry.host(), Login.of("me", "pw"));
        assertEquals("stay", kept.identityToken());
        assertTrue(bodies.getLast().contains("access_type=offline"), bodies.getLast());
    }

    @Test
    void aRefusedPasswordIsSentOnce() {
        statusOfGet = 401;
        assertThrows(
                RegistryException.class,
                () -> registries.login(registry.host(), Login.of("me", "pw")));
        assertEquals(1, registry.count("/token"));
    }

    @Test
    void aMountAsksForBothRepositories() throws IOException {
        assertTrue(place().mount(dev.cooper.oci.Digest.sha256(new byte[0]), "c/d"));
        assertEquals(
                1,
                registry.count(
                        "scope=repository%3Aa%2Fb%3Apull%2Cpush&scope=repository%3Ac%2Fd%3Apull"));
    }

    @Test
    void aTokenThatIsNoLongerTakenIsReplaced() throws IOException {
        place().tags();
        wanted = "t2";
        tokenAnswer = "{\"access_token\":\"t2\",\"expires_in\":5}";
        assertEquals(List.of("1"), place().tags());
    }

    @Test
    void oddTokensAreRefused() throws IOException {
        for (String odd :
                List.of(
                        "{\"token\":\"a\\nb\"}",
                        "{}",
                        "[]",
                        "{\"token\":\"" + "a".repeat(400_000) + "\"}")) {
            tokenAnswer = odd;
            RegistryException e = assertThrows(RegistryException.class, () -> place().tags());
            assertTrue(e.getMessage().contains("gives no token"), e.getMessage());
        }
    }

    @Test
    void aLoginIsTriedAndItsIdentityTokenReturned() throws IOException {
        tokenAnswer = "{\"token\":\"t1\",\"refresh_token\":\"stay\"}";
        Login kept = registries.login(registry.host(), Login.of("me", "pw"));
        assertEquals("stay", kept.identityToken());
        assertEquals("", kept.password());
        assertEquals(1, registry.count("offline_token=true"));
        tokenAnswer = "";
        RegistryException e =
                assertThrows(
                        RegistryException.class,
                        () -> registries.login(registry.host(), Login.of("me", "no")));
        assertTrue(e.getMessage().contains("check the user name and the password"));
        assertFalse(e.getMessage().contains("pw"));
    }

    @Test
    void challengesAreReadAsTheyComeAndBearerGoesFirst() {
        Challenge challenge =
                Challenge.choose(
                        List.of(
                                "Negotiate",
                                "Basic realm=x",
                                "bearer Realm=\"https://a/b?c=\\\"d\", SERVICE=s"));
        assertEquals("bearer", challenge.scheme());
        assertEquals("https://a/b?c=\"d", challenge.parameter("realm"));
        assertEquals("s", challenge.parameter("service"));
    }
}
