package dev.cooper.cli;

import com.sun.net.httpserver.HttpServer;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.transfer.Registries;
import dev.cooper.transfer.RegistryPlace;
import dev.cooper.trust.attachment.RegistryAttachments;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.keyless.IdentityToken;
import dev.cooper.trust.keyless.KeylessSigner;
import dev.cooper.trust.root.SigningConfig;
import dev.cooper.trust.server.ServerOptions;
import dev.cooper.trust.server.TrustServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A registry, and a trust server by which images in it are signed without keys. */
final class KeylessShop implements AutoCloseable {
    static final String RED = "red@example.com";

    /** Looks like the other one to who is not careful. */
    static final String LOOK_ALIKE = "red@example.com.evil.example";

    private static final byte[] PASSWORD = "hello".getBytes(StandardCharsets.UTF_8);

    final OwnRegistry registry;
    final TrustServer server;
    private final Path directory;
    private final Registries registries;
    private final Map<String, String> secrets = new TreeMap<>();

    private KeylessShop(Path directory) throws IOException {
        this.directory = directory;
        registry = OwnRegistry.start(directory.resolve("registry"));
        registries = Registries.ofEnvironment(Map.of("HOME", directory.toString()));
        server =
                TrustServer.start(
                        new ServerOptions(
                                        directory.resolve("server"),
                                        "127.0.0.1",
                                        0,
                                        Optional.empty(),
                                        List.of(RED, LOOK_ALIKE))
                                .withApis(List.of(1)), // whose promises can be attacked, too
                        PASSWORD,
                        secrets::put,
                        _ -> {});
    }

    static KeylessShop open(Path directory) throws IOException {
        return new KeylessShop(directory);
    }

    @Override
    public void close() throws IOException {
        server.close();
        registries.close();
        registry.close();
    }

    /** A key of the server, which nobody should have. */
    KeyPair stolen(String name) throws IOException {
        Path file = directory.resolve("server").resolve(name + ".key");
        return KeyPair.parse(Files.readAllBytes(file), file.toString(), PASSWORD::clone);
    }

    /** The authority of the server, in wrong hands. */
    TestIssuer stolenAuthority() throws IOException {
        Path file = directory.resolve("server").resolve("fulcio.pem");
        X509 own = X509.parsePem(Files.readAllBytes(file), file.toString()).getFirst();
        return new TestIssuer(stolen("fulcio"), TestIssuer.read(own.der()));
    }

    RegistryPlace place(String repository) throws IOException {
        return registries.repository(Reference.parse(registry.host() + "/" + repository));
    }

    /** Puts an image there; the same text makes the same image. */
    Descriptor image(String repository, String text) throws IOException {
        RegistryPlace place = place(repository);
        Map<String, Object> config = new TreeMap<>();
        config.put("os", "linux");
        config.put("architecture", "amd64");
        config.put("author", text);
        config.put("rootfs", Map.of("type", "layers", "diff_ids", List.of()));
        Descriptor written = place.write(MediaTypes.OCI_CONFIG, Json.write(config));
        byte[] manifest = ImageManifest.of(written, List.of()).toJson();
        Descriptor image = Descriptor.of(MediaTypes.OCI_MANIFEST, manifest);
        place.put(image, manifest);
        place.tag(Reference.parse(registry.host() + "/" + repository + ":1"), image);
        return image;
    }

    String name(String repository) {
        return registry.host() + "/" + repository + ":1";
    }

    void hang(String repository, Descriptor image, byte[] bundle) throws IOException {
        new RegistryAttachments(place(repository))
                .attach(image, Bundle.MEDIA_TYPE, Bundle.MEDIA_TYPE, bundle, Map.of());
    }

    String token(String who) {
        String pair = who + ":" + secrets.get(who);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + "/token"))
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        pair.getBytes(StandardCharsets.UTF_8)))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private SigningConfig config() throws IOException {
        return SigningConfig.parse(Files.readAllBytes(server.signingConfig()), "signing config");
    }

    /** What somebody signs with a certificate of the server. */
    byte[] signed(String who, String type, byte[] payload) throws IOException {
        return signed(config(), who, type, payload);
    }

    private byte[] signed(SigningConfig config, String who, String type, byte[] payload)
            throws IOException {
        Instant now = Instant.now();
        IdentityToken token = IdentityToken.parse(token(who), now);
        return new KeylessSigner(config, token, now).bundle(type, payload).toJson();
    }

    /** The same, with a certificate that somebody else issues. */
    byte[] certifiedBy(Certifier certifier, byte[] payload) throws IOException {
        HttpServer authority =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        authority.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        byte[] asked = exchange.getRequestBody().readAllBytes();
                        byte[] answer = certified(asked, certifier);
                        exchange.sendResponseHeaders(200, answer.length);
                        exchange.getResponseBody().write(answer);
                    }
                });
        authority.start();
        try {
            SigningConfig own = config();
            SigningConfig.Service usual = own.authorities().getFirst();
            SigningConfig.Service evil =
                    new SigningConfig.Service(
                            "http://127.0.0.1:" + authority.getAddress().getPort(),
                            usual.version(),
                            usual.period(),
                            usual.operator());
            SigningConfig config =
                    new SigningConfig(
                            List.of(evil),
                            own.issuers(),
                            own.logs(),
                            own.logChoice(),
                            own.timestampAuthorities(),
                            own.timestampChoice());
            return signed(config, RED, Dsse.IN_TOTO, payload);
        } finally {
            authority.stop(0);
        }
    }

    /** Who issues a certificate over a key. */
    interface Certifier {
        X509Certificate certify(PublicKey key) throws IOException;
    }

    private static byte[] certified(byte[] asked, Certifier certifier) throws IOException {
        String pem =
                JsonObject.parse(asked, "request")
                        .object("publicKeyRequest")
                        .object("publicKey")
                        .string("content");
        PublicKey key =
                PublicKeys.parse(pem.getBytes(StandardCharsets.UTF_8), "request").getFirst();
        List<String> chain = List.of(TestIssuer.pem(certifier.certify(key)));
        return Json.write(
                Map.of(
                        "signedCertificateEmbeddedSct",
                        Map.of("chain", Map.of("certificates", chain))));
    }
}
