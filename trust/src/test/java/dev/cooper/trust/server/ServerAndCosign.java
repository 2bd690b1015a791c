package dev.cooper.trust.server;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.testkit.DebianRegistry;
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
import dev.cooper.trust.server.OutsideIssuer.Kind;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A trust server, a registry, and cosign with a home of its own. */
final class ServerAndCosign implements AutoCloseable {
    static final String RED = "red@example.com";

    private final ScratchDirectory scratch;
    private final DebianRegistry registry;
    private final Registries registries;
    private final TrustServer server;
    private final String secret;
    private final TestIssuer issuer;

    private ServerAndCosign(
            ScratchDirectory scratch,
            DebianRegistry registry,
            TrustServer server,
            String secret,
            TestIssuer issuer)
            throws IOException {
        this.scratch = scratch;
        this.registry = registry;
        this.registries = Registries.ofEnvironment(Map.of("HOME", scratch.path().toString()));
        this.server = server;
        this.secret = secret;
        this.issuer = issuer;
    }

    static ServerAndCosign start() throws IOException, InterruptedException {
        ScratchDirectory scratch = ScratchDirectory.create("trust-server");
        DebianRegistry registry = DebianRegistry.start(scratch.directory("registry"));
        TestIssuer issuer = new TestIssuer();
        AtomicReference<String> told = new AtomicReference<>("");
        TrustServer server =
                TrustServer.start(
                        new ServerOptions(
                                        scratch.resolve("server"),
                                        "127.0.0.1",
                                        0,
                                        Optional.empty(),
                                        List.of(RED))
                                .withIssuers(List.of(issuer.as(Kind.GITHUB, ""))),
                        "hello".getBytes(StandardCharsets.UTF_8),
                        (_, one) -> told.set(one),
                        System.err::println);
        return new ServerAndCosign(scratch, registry, server, told.get(), issuer);
    }

    TrustServer server() {
        return server;
    }

    /** Somebody else whose tokens of workflows are taken. */
    TestIssuer issuer() {
        return issuer;
    }

    Path file(String name) {
        return scratch.resolve(name);
    }

    String token() throws IOException, InterruptedException {
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

    Processes.Result run(Path program, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.path().toFile());
        builder.environment().put("HOME", scratch.path().toString());
        builder.environment().remove("TUF_ROOT");
        return Processes.run(builder, new byte[0], Duration.ofMinutes(2));
    }

    private RegistryPlace place(String repository) throws IOException {
        return registries.repository(Reference.parse(registry.host() + "/" + repository));
    }

    Descriptor image(String repository) throws IOException {
        RegistryPlace place = place(repository);
        Map<String, Object> nothing = Map.of("type", "layers", "diff_ids", List.of());
        Descriptor config =
                place.write(
                        MediaTypes.OCI_CONFIG,
                        Json.write(
                                Map.of("os", "linux", "architecture", "amd64", "rootfs", nothing)));
        return place.write(MediaTypes.OCI_MANIFEST, ImageManifest.of(config, List.of()).toJson());
    }

    String name(String repository, Descriptor image) {
        return registry.host() + "/" + repository + "@" + image.digest();
    }

    /** What Cooper finds with the server's trusted root. */
    List<FoundSignature> found(String repository, Descriptor image, String who) throws IOException {
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

    @Override
    public void close() throws IOException {
        server.close();
        issuer.close();
        registries.close();
        registry.close();
        scratch.close();
    }
}
