package dev.cooper.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Reference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** containerd's hosts.toml, each key of it. */
class HostsTomlTest {
    @TempDir Path home;

    private void write(String host, String content) throws IOException {
        Path directory = home.resolve(".config/containerd/certs.d").resolve(host);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("hosts.toml"), content);
    }

    private Configuration.Places places(String name) throws IOException {
        return Configuration.ofEnvironment(Map.of("HOME", home.toString()))
                .places(Reference.parse(name));
    }

    private List<String> reading(String name) throws IOException {
        return places(name).reading().stream()
                .map(place ->
                        place.location()
                                + (place.tags() ? " tags" : "")
                                + (place.digests() ? " digests" : ""))
                .toList();
    }

    @Test
    void hostsAreAskedInTheirOrderAndTheServerLast() throws IOException {
        write(
                "docker.io",
                """
                server = "https://registry-1.docker.io"
                [host."https://z.example:5000"]
                  capabilities = ["pull", "resolve"]
                [host."http://a.example"]
                  capabilities = ["pull"]
                """);
        assertEquals(
                List.of(
                        "z.example:5000/library/alpine tags digests",
                        "a.example/library/alpine digests",
                        "docker.io/library/alpine tags digests"),
                reading("alpine"));
        assertEquals("docker.io/library/alpine", places("alpine").writing().location());
    }

    @Test
    void withoutAServerTheRegistryItselfIsAskedLast() throws IOException {
        write("_default", "[host.\"https://all.example\"]\ncapabilities=['pull','resolve']\n");
        assertEquals(
                List.of("all.example/shop tags digests", "reg.example:5000/shop tags digests"),
                reading("reg.example:5000/shop"));
        write("reg.example:5000", "server = 'https://other.example'\n");
        assertEquals(List.of("other.example/shop tags digests"), reading("reg.example:5000/shop"));
        write("reg.example_5000_", "server = 'https://spelt.example'\n");
        assertEquals(List.of("spelt.example/shop tags digests"), reading("reg.example:5000/shop"));
    }

    @Test
    void registriesConfGoesBefore() throws IOException {
        write("reg.example", "server = 'https://other.example'\n");
        Path file = home.resolve(".config/containers/registries.conf");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "[[registry]]\nprefix='reg.example'\nlocation='conf.example'\n");
        assertEquals(List.of("conf.example/shop tags digests"), reading("reg.example/shop"));
    }

    @Test
    void aHostThatMayBePushedToIsPushedTo() throws IOException {
        write("reg.example", "[host.'https://first.example']\n[host.'https://second.example']\n");
        assertEquals("first.example/shop", places("reg.example/shop").writing().location());
    }

    @ParameterizedTest
    @CsvSource({
        "https://m.example, false, https://m.example/v2/, /v2/a/tags/list?n=1&ns=reg.example",
        "m.example/cache/, false, https://m.example/cache/v2/,"
                + " /cache/v2/a/tags/list?n=1&ns=reg.example",
        "https://m.example/v2/x, true, https://m.example/v2/x/,"
                + " /v2/x/a/tags/list?n=1&ns=reg.example",
        "https://reg.example/v2, false, https://reg.example/v2/, /v2/a/tags/list?n=1",
    })
    void theApiIsWhereTheAddressSays(String address, boolean override, String api, String path)
            throws IOException {
        write("reg.example", "[host.'" + address + "']\noverride_path=" + override + "\n");
        ContainerdHost host =
                places("reg.example/a").reading().getFirst().containerd().orElseThrow();
        assertEquals(api, host.api().toString());
        assertEquals(path, host.path("/v2/a/tags/list?n=1"));
    }

    @Test
    void filesAreFoundBesideItAndListsMayBeSingle() throws IOException {
        write(
                "reg.example",
                """
                ca = "ca.crt"
                client = [["a.cert", "a.key"], ["/b.pem", ""]]
                skip_verify = true
                server = "reg.example"
                [header]
                  x-one = "1"
                  x-two = ["2", "3"]
                """);
        Mirror server = places("reg.example/a").reading().getFirst();
        ContainerdHost host = server.containerd().orElseThrow();
        Path here = home.resolve(".config/containerd/certs.d/reg.example");
        assertEquals(List.of(here.resolve("ca.crt")), host.authorities());
        assertEquals(
                List.of(
                        new ClientCertificate(here.resolve("a.cert"), here.resolve("a.key")),
                        new ClientCertificate(Path.of("/b.pem"), Path.of("/b.pem"))),
                host.clients());
        assertEquals(Map.of("x-one", List.of("1"), "x-two", List.of("2", "3")), host.headers());
        assertTrue(server.insecure());
    }

    @ParameterizedTest
    @CsvSource({
        "server=1, server is to be a text",
        "server='ftp://a', is no web address",
        "server='a'~skip_verify='yes', skip_verify is to be true or false",
        "server='a'~capabilities=[1], capabilities is to be a list of texts",
        "client=[['a'~'b'~'c']]~server='a', client is to be a list",
        "host='a', host is to be a table",
    })
    void whatCannotBeMeantIsNamedWithItsFile(String content, String wanted) throws IOException {
        write("reg.example", content.replace("'~'", "','").replace('~', '\n'));
        IOException e = assertThrows(IOException.class, () -> places("reg.example/a"));
        assertTrue(e.getMessage().contains("reg.example/hosts.toml: "), e.getMessage());
        assertTrue(e.getMessage().contains(wanted), e.getMessage());
    }

    @Test
    void unknownKeysAreWarnedOf() throws IOException {
        write("reg.example", "colour='red'\n[host.'https://a.example']\ndial_timeout='1s'\n");
        assertEquals(2, places("reg.example/a").unknown().size());
    }

    @Test
    void aMirrorIsToldTheRegistryAndTheHeaders() throws IOException {
        try (RegistryDouble mirror =
                new RegistryDouble(exchange -> {
                    String extra = exchange.getRequestHeaders().getFirst("X-Team");
                    RegistryDouble.reply(
                            exchange, "shop".equals(extra) ? 200 : 400, "{\"tags\":[]}");
                })) {
            write(
                    "reg.example",
                    "server='http://%s/cache'\n[header]\nx-team='shop'\n".formatted(mirror.host()));
            Map<String, String> environment = Map.of("HOME", home.toString());
            try (Registries registries =
                    new Registries(
                            Configuration.ofEnvironment(environment),
                            Credentials.ofEnvironment(environment),
                            environment,
                            new Retry(1, Duration.ofMillis(1), Duration.ofSeconds(1)))) {
                registries.repository(Reference.parse("reg.example/a")).tags();
            }
            assertEquals(List.of("GET /cache/v2/a/tags/list?n=1000&ns=reg.example"), mirror.seen());
        }
    }
}
