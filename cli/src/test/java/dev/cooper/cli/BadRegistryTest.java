package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What goes wrong with a registry is one sentence: which registry, which image, what to do. */
class BadRegistryTest {
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

    @TempDir Path directory;
    private AutoCloseable running = () -> {};

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    /** What a registry answers: a status and a body, by the path that was asked for. */
    private interface Answers {
        void answer(HttpExchange exchange) throws IOException;
    }

    private String serve(HttpServer server, Answers answers) {
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        answers.answer(exchange);
                    }
                });
        server.start();
        running = () -> server.stop(0);
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private String registry(Answers answers) throws IOException {
        return serve(HttpServer.create(loopback(), 0), answers);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void reply(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", "" + body.length);
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Runs a command that must fail and returns its one sentence. */
    private String sentence(String... words) {
        CommandLine.Result result = new CommandLine(directory.resolve("home")).run(words);
        assertEquals(1, result.code(), result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        assertFalse(result.err().contains("Exception"), result.err());
        return result.err();
    }

    private static void says(String sentence, String... parts) {
        for (String part : parts) {
            assertTrue(sentence.contains(part), part + " is not in: " + sentence);
        }
    }

    @Test
    void anUnknownHostIsNamed() {
        says(
                sentence("pull", "nowhere.invalid/team/shop:1"),
                "nowhere.invalid/team/shop:1: registry nowhere.invalid is not known",
                "check the name and the network");
    }

    @Test
    void aRegistryThatDoesNotRunIsNamed() {
        says(
                sentence("pull", "127.0.0.1:1/team/shop:1"),
                "cannot connect to registry 127.0.0.1:1",
                "check that it runs there");
    }

    @Test
    void anUnknownAuthorityIsRefusedAndItIsSaidWhereItsCertificateBelongs() throws Exception {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        String host = serve(server, exchange -> reply(exchange, 200, "text/plain", bytes("{}")));
        says(
                sentence("pull", host + "/team/shop:1"),
                "TLS with registry " + host + " failed",
                "/etc/docker/certs.d/" + host + "/ca.crt",
                "insecure");
    }

    private SSLContext selfSigned()
            throws IOException, InterruptedException, GeneralSecurityException {
        Path file = directory.resolve("keys.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command =
                List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "secret");
        assertEquals(
                0,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        char[] password = "secret".toCharArray();
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, password);
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void wrongCredentialsAreToldWithTheCommandThatHelps() throws IOException {
        String host =
                registry(exchange -> {
                    exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"r\"");
                    reply(exchange, 401, "application/json", new byte[0]);
                });
        says(
                sentence("pull", host + "/team/shop:1"),
                "registry " + host + " answered 401",
                "cooper login " + host);
        String refused = sentence("login", "-u", "kim", "--password-stdin", host);
        says(refused, "empty");
    }

    @Test
    void missingPermissionIsTold() throws IOException {
        String host =
                registry(exchange -> {
                    boolean ping = exchange.getRequestURI().getPath().equals("/v2/");
                    String denied =
                            "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"not yours\"}]}";
                    reply(exchange, ping ? 200 : 403, "application/json", bytes(denied));
                });
        says(
                sentence("tags", host + "/team/shop"),
                host + "/team/shop",
                "answered 403 DENIED (not yours)",
                "no permission");
    }

    @Test
    void aMissingTagIsToldWithTheNearest() throws IOException {
        try (OwnRegistry own = OwnRegistry.start(directory.resolve("registry"))) {
            String shop = own.host() + "/team/shop:";
            CommandLine cooper = new CommandLine(directory.resolve("home"));
            cooper.image("2024-01-02T03:04:05Z", Map.of(), 10, shop + "1.21", shop + "1.22");
            assertEquals(0, cooper.run("push", "-a", own.host() + "/team/shop").code());
            says(
                    sentence("pull", shop + "1.2"),
                    "registry " + own.host() + " has no tag 1.2",
                    "1.21");
            says(
                    sentence("pull", own.host() + "/team/shoe:1"),
                    "registry " + own.host() + " has no repository team/shoe");
            says(
                    sentence("pull", "--platform", "linux/s390x", shop + "1.21"),
                    "is for linux/amd64, not for linux/s390x",
                    "--platform");
        }
    }

    @Test
    void contentWithAnotherDigestIsRefused() throws IOException {
        String host = imageWithLayer(bytes("hello"), bytes("HELLO"));
        says(
                sentence("pull", host + "/team/shop:1"),
                Digest.sha256(bytes("hello")).toString(),
                "want");
    }

    @Test
    void aBodyThatEndsEarlyIsRefused() throws IOException {
        String host = imageWithLayer(bytes("hello"), bytes("hel"));
        says(sentence("pull", host + "/team/shop:1"), host, "try again");
    }

    /** A registry with one image whose layer is not what the manifest says. */
    private String imageWithLayer(byte[] promised, byte[] served) throws IOException {
        byte[] config =
                bytes(
                        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":"
                                + "\"layers\",\"diff_ids\":[\""
                                + Digest.sha256(promised)
                                + "\"]},\"config\":{}}");
        byte[] manifest =
                bytes(
                        "{\"schemaVersion\":2,\"mediaType\":\""
                                + MANIFEST_TYPE
                                + "\",\"config\":"
                                + descriptor("application/vnd.oci.image.config.v1+json", config)
                                + ",\"layers\":["
                                + descriptor("application/vnd.oci.image.layer.v1.tar", promised)
                                + "]}");
        String layer = Digest.sha256(promised).toString();
        return registry(exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/v2/")) {
                reply(exchange, 200, "application/json", bytes("{}"));
            } else if (path.contains("/manifests/")) {
                exchange.getResponseHeaders()
                        .set("Docker-Content-Digest", Digest.sha256(manifest).toString());
                reply(exchange, 200, MANIFEST_TYPE, manifest);
            } else if (path.endsWith(layer)) {
                reply(exchange, 200, "application/octet-stream", served);
            } else {
                reply(exchange, 200, "application/octet-stream", config);
            }
        });
    }

    private static String descriptor(String type, byte[] content) {
        return "{\"mediaType\":\""
                + type
                + "\",\"digest\":\""
                + Digest.sha256(content)
                + "\",\"size\":"
                + content.length
                + "}";
    }
}
