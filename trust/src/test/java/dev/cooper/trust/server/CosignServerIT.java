package dev.cooper.trust.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.testkit.DebianRegistry;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;
import dev.cooper.transfer.Registries;
import dev.cooper.transfer.RegistryPlace;
import dev.cooper.trust.attachment.RegistryAttachments;
import dev.cooper.trust.bundle.BundleVerifier;
import dev.cooper.trust.bundle.BundleVerifier.Wanted;
import dev.cooper.trust.bundle.VerifyOptions;
import dev.cooper.trust.certificate.WantedIdentity;
import dev.cooper.trust.cosign.FoundSignature;
import dev.cooper.trust.cosign.ImageVerifier;
import dev.cooper.trust.cosign.TrustedRoots;
import dev.cooper.trust.root.TrustedRoot;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The real cosign signs without a key of its own, by the services of our server alone. */
class CosignServerIT {
    private static final String RED = "red@example.com";

    private static ScratchDirectory scratch;
    private static DebianRegistry registry;
    private static Registries registries;
    private static TrustServer server;
    private static String secret;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Peers.requireNewer("cosign");
        scratch = ScratchDirectory.create("trust-server");
        registry = DebianRegistry.start(scratch.directory("registry"));
        registries = Registries.ofEnvironment(Map.of("HOME", scratch.path().toString()));
        AtomicReference<String> told = new AtomicReference<>("");
        server =
                TrustServer.start(
                        new ServerOptions(
                                scratch.resolve("server"),
                                "127.0.0.1",
                                0,
                                Optional.empty(),
                                List.of(RED)),
                        "hello".getBytes(StandardCharsets.UTF_8),
                        (_, one) -> told.set(one),
                        System.err::println);
        secret = told.get();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        if (registries != null) {
            registries.close();
            registry.close();
            scratch.close();
        }
    }

    private static String token() throws IOException, InterruptedException {
        String pair =
                Base64.getEncoder()
                        .encodeToString((RED + ":" + secret).getBytes(StandardCharsets.UTF_8));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(server.url() + "/token"))
                                    .header("Authorization", "Basic " + pair)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static Processes.Result cosign(String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Peers.requireNewer("cosign").toString());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.path().toFile());
        builder.environment().put("HOME", scratch.path().toString());
        return Processes.run(builder, new byte[0], Duration.ofMinutes(2));
    }

    private static RegistryPlace place(String repository) throws IOException {
        return registries.repository(Reference.parse(registry.host() + "/" + repository));
    }

    private static Descriptor image(String repository) throws IOException {
        RegistryPlace place = place(repository);
        Map<String, Object> nothing = Map.of("type", "layers", "diff_ids", List.of());
        Descriptor config =
                place.write(
                        MediaTypes.OCI_CONFIG,
                        Json.write(
                                Map.of("os", "linux", "architecture", "amd64", "rootfs", nothing)));
        return place.write(MediaTypes.OCI_MANIFEST, ImageManifest.of(config, List.of()).toJson());
    }

    private static String name(String repository, Descriptor image) {
        return registry.host() + "/" + repository + "@" + image.digest();
    }

    private static void sign(String name) throws IOException, InterruptedException {
        cosign(
                        "sign",
                        "-y",
                        "--identity-token",
                        token(),
                        "--signing-config",
                        server.signingConfig().toString(),
                        "--trusted-root",
                        server.trustedRoot().toString(),
                        name)
                .ok();
    }

    private static List<FoundSignature> found(String repository, Descriptor image, String who)
            throws IOException {
        TrustedRoot root =
                TrustedRoot.parse(
                        Files.readAllBytes(server.trustedRoot()), server.trustedRoot().toString());
        BundleVerifier verifier =
                new BundleVerifier(root, VerifyOptions.strict(Instant.now()).withTimestamp());
        Wanted wanted = new Wanted.Identities(List.of(WantedIdentity.of(who, server.url())));
        return new ImageVerifier(
                        new RegistryAttachments(place(repository)),
                        new TrustedRoots(verifier, List.of(wanted)),
                        Map.of())
                .verify(image);
    }

    @Test
    void cosignSignsWithoutAKeyAndBothVerify() throws IOException, InterruptedException {
        Descriptor image = image("shop");
        sign(name("shop", image));
        FoundSignature ours = found("shop", image, RED).getFirst();
        assertEquals("", ours.check().why());
        assertTrue(
                found("shop", image, "blue@example.com")
                        .getFirst()
                        .check()
                        .why()
                        .startsWith("certificate-identity"));
        cosign(
                        "verify",
                        "--trusted-root",
                        server.trustedRoot().toString(),
                        "--use-signed-timestamps",
                        "--certificate-identity",
                        RED,
                        "--certificate-oidc-issuer",
                        server.url(),
                        name("shop", image))
                .ok();
        assertNotEquals(
                0,
                cosign(
                                "verify",
                                "--trusted-root",
                                server.trustedRoot().toString(),
                                "--certificate-identity",
                                "blue@example.com",
                                "--certificate-oidc-issuer",
                                server.url(),
                                name("shop", image))
                        .exit());
    }

    @Test
    void cosignSignsFilesWithoutAKey() throws IOException, InterruptedException {
        Files.writeString(scratch.resolve("file"), "a file");
        cosign(
                        "sign-blob",
                        "-y",
                        "--identity-token",
                        token(),
                        "--signing-config",
                        server.signingConfig().toString(),
                        "--trusted-root",
                        server.trustedRoot().toString(),
                        "--bundle",
                        "file.json",
                        "file")
                .ok();
        cosign(
                        "verify-blob",
                        "--trusted-root",
                        server.trustedRoot().toString(),
                        "--use-signed-timestamps",
                        "--certificate-identity",
                        RED,
                        "--certificate-oidc-issuer",
                        server.url(),
                        "--bundle",
                        "file.json",
                        "file")
                .ok();
    }
}
