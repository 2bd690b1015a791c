package dev.cooper.trust.keyless;

import dev.cooper.oci.Digest;
import dev.cooper.testkit.ScratchDirectory;
import dev.cooper.trust.bundle.Artifact;
import dev.cooper.trust.bundle.BundleVerifier;
import dev.cooper.trust.bundle.BundleVerifier.Wanted;
import dev.cooper.trust.bundle.VerifyOptions;
import dev.cooper.trust.certificate.WantedIdentity;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.root.SigningConfig;
import dev.cooper.trust.root.TrustedRoot;
import dev.cooper.trust.server.ServerOptions;
import dev.cooper.trust.server.TrustServer;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Our own authority, logs and time stamps, for tests with the signers and verifiers of others. */
final class OwnServices implements AutoCloseable {
    static final String RED = "red@example.com";

    final ScratchDirectory scratch;
    final TrustServer server;
    private final String secret;

    private OwnServices(ScratchDirectory scratch, TrustServer server, String secret) {
        this.scratch = scratch;
        this.server = server;
        this.secret = secret;
    }

    static OwnServices start() throws IOException {
        ScratchDirectory scratch = ScratchDirectory.create("own-services");
        AtomicReference<String> told = new AtomicReference<>("");
        TrustServer server =
                TrustServer.start(
                        new ServerOptions(
                                        scratch.resolve("server"),
                                        "127.0.0.1",
                                        0,
                                        Optional.empty(),
                                        List.of(RED))
                                .withApis(List.of(1)), // which all verifiers know
                        "hello".getBytes(StandardCharsets.UTF_8),
                        (_, one) -> told.set(one),
                        System.err::println);
        return new OwnServices(scratch, server, told.get());
    }

    /** A token that says that the signer is {@link #RED}. */
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

    KeylessSigner signer() throws IOException, InterruptedException {
        return signer(Witnesses.NEWEST);
    }

    /** Who signs without a key, and tells logs of no newer version. */
    KeylessSigner signer(long newest) throws IOException, InterruptedException {
        byte[] config = Files.readAllBytes(server.signingConfig());
        Instant now = Instant.now();
        return new KeylessSigner(
                SigningConfig.parse(config, "signing config"),
                IdentityToken.parse(token(), now),
                newest,
                now);
    }

    /** Who signs with a key, and tells the log and the authority for time stamps. */
    LoggedSigner signer(KeyPair key) throws IOException {
        return new LoggedSigner(
                key,
                List.of(),
                SigningConfig.parse(Files.readAllBytes(server.signingConfig()), "signing config"),
                Witnesses.NEWEST,
                Instant.now());
    }

    TrustedRoot root() throws IOException {
        return TrustedRoot.parse(Files.readAllBytes(server.trustedRoot()), "trusted root");
    }

    /** What Cooper says of a bundle that {@code who} should have signed. */
    Check verify(byte[] bundle, byte[] artifact, String who) throws IOException {
        return verify(
                bundle,
                artifact,
                new Wanted.Identities(List.of(WantedIdentity.of(who, server.url()))));
    }

    /** What Cooper says of a bundle. */
    Check verify(byte[] bundle, byte[] artifact, Wanted wanted) throws IOException {
        return new BundleVerifier(root(), VerifyOptions.strict(Instant.now()))
                .verify(bundle, Artifact.of(artifact), wanted);
    }

    /** A statement about a file. */
    static byte[] statement(byte[] artifact) {
        String digest = Digest.sha256(artifact).hex();
        return ("{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"file\","
                        + "\"digest\":{\"sha256\":\""
                        + digest
                        + "\"}}],\"predicateType\":\"https://example.com/made/v1\","
                        + "\"predicate\":{\"by\":\"red\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
        scratch.close();
    }
}
