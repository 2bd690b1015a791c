package dev.cooper.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;

import dev.cooper.oci.Reference;
import dev.cooper.testkit.TestCertificates;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** A registry that shows a certificate of its own authority and asks for the client's. */
class TlsTest {
    private static final String LOGIN = "Basic YW5uOnMzY3JldA=="; // ann:s3cret

    @TempDir static Path directory;
    private static TestCertificates keys;
    private static HttpsServer server;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        keys = new TestCertificates(directory);
        keys.root("authority");
        keys.issued("server", "authority");
        keys.issued("client", "authority");
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys.load(), TestCertificates.password());
        TrustManagerFactory trusted =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys.load());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters wanted = context.getDefaultSSLParameters();
                        wanted.setNeedClientAuth(true);
                        parameters.setSSLParameters(wanted);
                    }
                });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        RegistryDouble.reply(exchange, 200, "{\"tags\":[\"1\"]}");
                    }
                });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    /** A home whose certs.d knows the authority of a host, and perhaps has a certificate for it. */
    private static Path home(String host, boolean client) throws IOException {
        Path home = Files.createTempDirectory(directory, "home");
        Path place = home.resolve(".config/containers/certs.d").resolve(host);
        Files.createDirectories(place);
        keys.write("authority", place.resolve("ca.crt"), home.resolve("unused"));
        if (client) {
            keys.write("client", place.resolve("client.cert"), place.resolve("client.key"));
        }
        return home;
    }

    private static List<String> tags(String host, Map<String, String> environment)
            throws IOException {
        try (Registries registries =
                new Registries(
                        Configuration.ofEnvironment(environment),
                        Credentials.ofEnvironment(environment),
                        environment,
                        new Retry(1, Duration.ofMillis(1), Duration.ofSeconds(1)))) {
            return registries.repository(Reference.parse(host + "/a")).tags();
        }
    }

    private static String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void certificatesOfTheDirectoryAreTrustedAndShown() throws IOException {
        Map<String, String> environment = Map.of("HOME", home(host(), true).toString());
        assertEquals(List.of("1"), tags(host(), environment));
    }

    @Test
    void withoutACertificateTheRegistryRefuses() throws IOException {
        Map<String, String> environment = Map.of("HOME", home(host(), false).toString());
        IOException refused = assertThrows(IOException.class, () -> tags(host(), environment));
        assertTrue(String.valueOf(refused.getMessage()).contains(host()), refused.getMessage());
    }

    @Test
    void authoritiesAndCertificatesOfContainerdsFileCountToo() throws IOException {
        Path home = Files.createTempDirectory(directory, "home");
        Path place = home.resolve(".config/containerd/certs.d/registry.example");
        Files.createDirectories(place);
        keys.write("authority", place.resolve("own.pem"), home.resolve("unused"));
        keys.write("client", place.resolve("c.pem"), place.resolve("k.pem"));
        Files.writeString(
                place.resolve("hosts.toml"),
                """
                server = "https://%s"
                ca = "own.pem"
                client = [["c.pem", "k.pem"]]
                """
                        .formatted(host()));
        assertEquals(List.of("1"), tags("registry.example", Map.of("HOME", home.toString())));
        Path both = place.resolve("both.pem");
        Files.writeString(
                both,
                Files.readString(place.resolve("k.pem"))
                        + Files.readString(place.resolve("c.pem")));
        Files.writeString(
                place.resolve("hosts.toml"),
                "server = 'https://%s'\nskip_verify = true\nclient = 'both.pem'\n"
                        .formatted(host()));
        assertEquals(List.of("1"), tags("registry.example", Map.of("HOME", home.toString())));
    }

    @Test
    void aProxyThatAsksForALoginIsToldTheOneInItsVariable() throws IOException {
        try (ConnectProxy proxy = new ConnectProxy(server.getAddress().getPort(), LOGIN)) {
            String variable = "http://ann:s3cret@127.0.0.1:" + proxy.port();
            Map<String, String> environment =
                    Map.of(
                            "HOME",
                            home("registry.example", true).toString(),
                            "HTTPS_PROXY",
                            variable);
            assertEquals(List.of("1"), tags("registry.example", environment));
            assertEquals(List.of("CONNECT registry.example:443 HTTP/1.1"), proxy.seen());
        }
    }

    @Test
    void noProxyIsUsedForHostsThatAreExempt() throws IOException {
        try (ConnectProxy proxy = new ConnectProxy(server.getAddress().getPort(), LOGIN)) {
            Map<String, String> environment =
                    Map.of(
                            "HOME",
                            directory.toString(),
                            "HTTPS_PROXY",
                            "http://127.0.0.1:" + proxy.port(),
                            "NO_PROXY",
                            ".example");
            assertThrows(IOException.class, () -> tags("registry.example", environment));
            assertEquals(List.of(), proxy.seen());
        }
    }
}
