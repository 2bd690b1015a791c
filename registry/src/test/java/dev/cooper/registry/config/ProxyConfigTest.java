package dev.cooper.registry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.transfer.Login;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a configuration says which registries are cached. */
class ProxyConfigTest {
    @TempDir Path directory;

    private RegistryConfig parse(String yaml, Map<String, String> environment) throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(file, yaml);
        return RegistryConfig.parse(Optional.of(file), environment, directory);
    }

    private ProxyConfig proxy(String yaml) throws IOException {
        return parse(yaml, Map.of()).proxy();
    }

    private String refusal(String yaml) {
        return String.valueOf(
                assertThrows(SyntaxException.class, () -> parse(yaml, Map.of())).getMessage());
    }

    @Test
    void withoutAnySectionNothingIsCached() throws IOException {
        assertFalse(proxy("version: 0.1").isOn());
        assertFalse(proxy("proxy: {}").isOn());
    }

    @Test
    void distributionsSectionMakesAllOfTheRegistryACache() throws IOException {
        RegistryConfig config =
                parse(
                        """
                        proxy:
                          remoteurl: https://registry-1.docker.io
                          username: ann
                          password: s3cret
                          ttl: 24h
                        """,
                        Map.of());
        UpstreamConfig upstream = config.proxy().upstreams().getFirst();
        assertEquals(1, config.warnings().size()); // anyone uses this login
        assertEquals("", upstream.prefix());
        assertEquals(URI.create("https://registry-1.docker.io"), upstream.settings().address());
        assertEquals(Optional.of(Login.of("ann", "s3cret")), upstream.settings().login());
        assertEquals(Duration.ofDays(1), upstream.ttl());
        assertTrue(upstream.hosts().contains("docker.io"));
        assertFalse(config.summary().toString().contains("s3cret"));
        assertEquals("https://registry-1.docker.io as a whole", config.summary().get("caches"));
        assertFalse(config.proxy().toString().contains("s3cret"));
    }

    @Test
    void theEnvironmentMakesACacheToo() throws IOException {
        RegistryConfig config =
                RegistryConfig.parse(
                        Optional.empty(),
                        Map.of(
                                "REGISTRY_PROXY_REMOTEURL", "https://ghcr.io",
                                "REGISTRY_PROXY_TTL", "0"),
                        directory);
        UpstreamConfig upstream = config.proxy().upstreams().getFirst();
        assertEquals("ghcr.io", upstream.settings().host());
        assertEquals(Duration.ZERO, upstream.ttl());
    }

    @Test
    void aProgramMayTellTheLogin() throws IOException {
        UpstreamConfig upstream =
                proxy(
                                """
                                proxy:
                                  remoteurl: https://example.org
                                  exec: {command: /bin/helper, lifetime: 1h}
                                """)
                        .upstreams()
                        .getFirst();
        assertEquals("/bin/helper", upstream.settings().program().orElseThrow().command());
        assertEquals(Duration.ofHours(1), upstream.settings().program().orElseThrow().lifetime());
    }

    @Test
    void severalRegistriesAreCachedByPrefix() throws IOException {
        Files.writeString(directory.resolve("password"), "from-file\n");
        ProxyConfig config =
                parse(
                                """
                                cooper:
                                  cache: {ttl: 48h, size: 50GB, revalidate: 1m, timeout: 5s}
                                  upstreams:
                                    - prefix: docker.io
                                      username: ann
                                      passwordfile: %s
                                      ttl: 0
                                    - prefix: corp/hub
                                      url: https://harbor.example.org/hub
                                      ns: [hub.corp]
                                      insecure: true
                                      revalidate: 10s
                                    - {prefix: ghcr.io, username: bob, passwordenv: GHCR}
                                """
                                        .formatted(directory.resolve("password")),
                                Map.of("GHCR", "from-environment"))
                        .proxy();
        UpstreamConfig hub = config.upstreams().getFirst();
        assertEquals("registry-1.docker.io", hub.settings().host());
        assertEquals(Optional.of(Login.of("ann", "from-file")), hub.settings().login());
        assertEquals(Duration.ZERO, hub.ttl());
        assertEquals(Duration.ofMinutes(1), hub.revalidate());
        UpstreamConfig corp = config.upstreams().get(1);
        assertEquals("hub", corp.path());
        assertEquals(Set.of("hub.corp"), corp.hosts());
        assertTrue(corp.settings().unverified());
        assertEquals(Duration.ofDays(2), corp.ttl());
        assertEquals(Duration.ofSeconds(10), corp.revalidate());
        assertEquals(
                Optional.of(Login.of("bob", "from-environment")),
                config.upstreams().get(2).settings().login());
        assertEquals(50_000_000_000L, config.maxBytes());
        assertEquals(Duration.ofSeconds(5), config.patience());
    }

    @Test
    void hostsMayBeAllowedWithoutMoreWords() throws IOException {
        ProxyConfig config = proxy("cooper: {cache: {hosts: [quay.io, '*.example.org']}}");
        assertTrue(config.isOn());
        assertEquals(
                URI.create("https://quay.io/"),
                config.allowed("quay.io").orElseThrow().settings().address());
        assertTrue(config.allowed("a.example.org").isPresent());
        assertEquals(Optional.empty(), config.allowed("example.org"));
        assertEquals(Optional.empty(), config.allowed("docker.io"));
        ProxyConfig any = proxy("cooper: {cache: {hosts: any}}");
        assertEquals("docker.io", any.allowed("registry-1.docker.io").orElseThrow().prefix());
        for (String inside : List.of("localhost", "127.0.0.1", "10.0.0.1:80", "a/b.c", "[::1]")) {
            assertEquals(Optional.empty(), any.allowed(inside), inside);
        }
    }

    @Test
    void whatIsWrongIsNamedWithoutThePassword() {
        assertTrue(refusal("proxy: {username: u}").contains("want a remoteurl"));
        assertTrue(refusal("proxy: {remoteurl: x, username: u}").contains("proxy.remoteurl"));
        assertTrue(
                refusal("proxy: {remoteurl: 'https://x.org', username: u}").contains("want both"));
        assertTrue(refusal("cooper: {upstreams: docker.io}").contains("list of maps"));
        assertTrue(refusal("cooper: {upstreams: [{prefix: A}]}").contains("prefix \"A\""));
        assertTrue(
                refusal("cooper: {upstreams: [{prefix: a.io, colour: red}]}").contains("colour"));
        assertTrue(
                refusal("cooper: {upstreams: [{prefix: a.io}, {prefix: a.io}]}")
                        .contains("two have the prefix"));
        assertTrue(refusal("cooper: {cache: {size: much}}").contains("50GB"));
        assertTrue(refusal("cooper: {cache: {hosts: ['h:80']}}").contains("with a port"));
        String secret =
                refusal("cooper: {upstreams: [{prefix: a.io, url: 'https://u:s3cret@a.io'}]}");
        assertTrue(secret.contains("without user and password"), secret);
        assertFalse(secret.contains("s3cret"), secret);
    }
}
