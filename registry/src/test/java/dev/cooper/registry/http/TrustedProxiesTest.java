package dev.cooper.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.operations.LogOutput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Who a request comes from and where it was sent to, as proxies in front tell it. */
class TrustedProxiesTest {
    @TempDir Path directory;

    private RegistryConfig config(String proxies) throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file,
                "{http: {addr: '127.0.0.1:0'"
                        + proxies
                        + "}, log: {accesslog: {disabled: false}}, cooper: {auth: {}}}");
        return RegistryConfig.parse(Optional.of(file), Map.of(), directory.resolve("data"));
    }

    private static String trusting(String addresses) {
        return ", trustedproxies: [" + addresses + "]";
    }

    /** The address that the log has of a request with some headers. */
    private String logged(String proxies, String... headers) throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (TestRegistry registry =
                new TestRegistry(config(proxies), new LogOutput(log, _ -> {}))) {
            assertEquals(401, registry.get("/v2/", headers).statusCode());
        }
        String text = log.toString(StandardCharsets.UTF_8);
        String name = "http.request.remoteaddr=";
        int start = text.indexOf(name);
        assertTrue(start >= 0, text);
        String address = text.substring(start + name.length());
        return address.substring(0, address.indexOf(' ')).replace("\"", "");
    }

    private static void assertIsThisMachine(String address) {
        assertTrue(address.startsWith("127.0.0.1:"), address);
    }

    @Test
    void nobodyIsBelievedUnlessTheyAreNamed() throws IOException {
        assertIsThisMachine(logged("", "X-Forwarded-For", "203.0.113.9"));
        assertIsThisMachine(logged(trusting("10.0.0.0/8"), "X-Forwarded-For", "203.0.113.9"));
    }

    @Test
    void theClientIsTheLastWhoIsNoProxy() throws IOException {
        String proxies = trusting("127.0.0.1, 10.0.0.0/8");
        assertEquals("203.0.113.9", logged(proxies, "X-Forwarded-For", "203.0.113.9"));
        assertEquals(
                "203.0.113.9",
                logged(proxies, "X-Forwarded-For", "6.6.6.6, 203.0.113.9, 10.1.2.3"));
        assertEquals(
                "203.0.113.9",
                logged(
                        proxies,
                        "X-Forwarded-For",
                        "6.6.6.6",
                        "X-Forwarded-For",
                        "203.0.113.9:4711"));
        assertEquals("10.1.2.3", logged(proxies, "X-Forwarded-For", "6.6.6.6, nonsense, 10.1.2.3"));
        assertEquals("10.1.2.3", logged(proxies, "X-Forwarded-For", "localhost, 10.1.2.3"));
        assertIsThisMachine(logged(proxies, "X-Forwarded-For", "unknown"));
    }

    @Test
    void theStandardHeaderIsReadWhereTheOtherIsMissing() throws IOException {
        String proxies = trusting("127.0.0.1");
        String standard = "for=\"[2001:db8::1]:443\";proto=https;host=r.example.org";
        assertEquals("[2001:db8:0:0:0:0:0:1]", logged(proxies, "Forwarded", standard));
        assertEquals(
                "203.0.113.9",
                logged(proxies, "Forwarded", standard, "X-Forwarded-For", "203.0.113.9"));
        assertIsThisMachine(logged(proxies, "Forwarded", "for=_hidden"));
    }

    private String realm(String proxies, String... headers) throws IOException {
        try (TestRegistry registry = new TestRegistry(config(proxies))) {
            String challenge =
                    TestRegistry.header(registry.get("/v2/", headers), "WWW-Authenticate");
            return challenge
                    .substring(challenge.indexOf('"') + 1, challenge.indexOf("/token"))
                    .replace(registry.uri("/").getAuthority(), "itself");
        }
    }

    @Test
    void whereTheClientGetsTokensIsToldAsItReachedTheProxy() throws IOException {
        String[] asked = {"X-Forwarded-Proto", "https", "X-Forwarded-Host", "r.example.org:8443"};
        assertEquals("https://r.example.org:8443", realm(trusting("127.0.0.0/8"), asked));
        assertEquals(
                "https://r.example.org",
                realm(
                        trusting("127.0.0.0/8"),
                        "Forwarded",
                        "for=6.6.6.6;proto=https;host=r.example.org, for=7.7.7.7;proto=http"));
        assertEquals("http://itself", realm(trusting("10.0.0.1"), asked));
        // Who lies here only misleads themselves.
        assertEquals("https://r.example.org:8443", realm("", asked));
        assertEquals(
                "http://itself",
                realm(
                        trusting("127.0.0.1"),
                        "X-Forwarded-Proto",
                        "javascript",
                        "X-Forwarded-Host",
                        "a\"b"));
    }

    @Test
    void whoMakesTooManyRequestsIsWhoTheProxyNames() throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file,
                "{http: {addr: '127.0.0.1:0', trustedproxies: 127.0.0.1},"
                        + " cooper: {limits: {requestspersecond: 1, burst: 2}}}");
        RegistryConfig config =
                RegistryConfig.parse(Optional.of(file), Map.of(), directory.resolve("data"));
        try (TestRegistry registry = new TestRegistry(config)) {
            while (registry.get("/v2/", "X-Forwarded-For", "203.0.113.9").statusCode() == 200) {}
            assertEquals(200, registry.get("/v2/", "X-Forwarded-For", "203.0.113.8").statusCode());
        }
    }

    @Test
    void namesAndNonsenseAreRefused() {
        for (String wrong : new String[] {"10.0.0.0/99", "not an address", "1.2.3.4.5"}) {
            String message =
                    assertThrows(SyntaxException.class, () -> config(trusting("'" + wrong + "'")))
                            .getMessage();
            assertTrue(message.contains("want addresses or ranges"), message);
        }
    }
}
