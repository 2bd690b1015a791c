package dev.cooper.trust.notation;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import dev.cooper.trust.notation.TestAuthority.Wish;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signatures on artifacts beside the real notation: both directions, both forms, offline. */
class NotationIT {
    private static final String POLICY =
            """
            {"version":"1.0","trustPolicies":[{"name":"all","registryScopes":["*"],
            "signatureVerification":{"level":"strict"},"trustStores":["ca:test"],
            "trustedIdentities":["x509.subject: C=DE, ST=Berlin, O=Shop"]}]}
            """;

    private static ScratchDirectory scratch;
    private static DebianRegistry registry;
    private static Registries registries;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Peers.requireNewer("notation");
        scratch = ScratchDirectory.create("notation");
        registry = DebianRegistry.start(scratch.directory("registry"));
        registries = Registries.ofEnvironment(Map.of("HOME", scratch.path().toString()));
    }

    @AfterAll
    static void stop() throws IOException {
        if (registries != null) {
            registries.close();
        }
        if (registry != null) {
            registry.close();
        }
        if (scratch != null) {
            scratch.close();
        }
    }

    /** An artifact in a repository of its own, and notation's directory with who signs it. */
    private record Case(RegistryAttachments home, Descriptor artifact, TestAuthority signer) {
        static Case make(String repository, Wish wish) throws Exception {
            RegistryPlace place =
                    registries.repository(Reference.parse(registry.host() + "/" + repository));
            Descriptor config =
                    place.write(MediaTypes.OCI_EMPTY, "{}".getBytes(StandardCharsets.UTF_8));
            byte[] manifest =
                    ImageManifest.of(config, List.of())
                            .withAnnotations(Map.of("of", repository))
                            .toJson();
            Descriptor artifact = Descriptor.of(MediaTypes.OCI_MANIFEST, manifest);
            place.put(artifact, manifest);
            TestAuthority root = TestAuthority.self(TestAuthority.authority("root"));
            Case made = new Case(new RegistryAttachments(place), artifact, root.issue(wish));
            made.write();
            return made;
        }

        private void write() throws IOException {
            Path configuration = configuration();
            Path store = configuration.resolve("truststore/x509/ca/test");
            Files.createDirectories(store);
            Files.write(
                    store.resolve("root.crt"),
                    TestAuthority.pem(List.of(signer.chain().getLast())));
            Path key = configuration.resolve("signer.key");
            Path certificate = configuration.resolve("signer.crt");
            Files.write(key, signer.keyFile());
            Files.write(certificate, TestAuthority.pem(signer.chain()));
            Files.write(
                    configuration.resolve("signingkeys.json"),
                    Json.write(
                            Map.of(
                                    "default",
                                    "signer",
                                    "keys",
                                    List.of(
                                            Map.of(
                                                    "name",
                                                    "signer",
                                                    "keyPath",
                                                    key.toString(),
                                                    "certPath",
                                                    certificate.toString())))));
            Files.writeString(configuration.resolve("trustpolicy.json"), POLICY);
        }

        static Path configuration() {
            return scratch.resolve(".config").resolve("notation");
        }

        String name() {
            return home.name().name() + "@" + artifact.digest();
        }

        void sign(Format format) throws IOException {
            new NotationSigner(home, signer.signingKey(), Instant.now())
                    .sign(
                            artifact,
                            new NotationSigner.Wish(
                                    format,
                                    Optional.of(Duration.ofHours(1)),
                                    Map.of("team", "red"),
                                    Optional.empty()));
        }

        List<NotationSignature> verify() throws IOException {
            return new NotationVerifier(
                            home,
                            TrustPolicy.parse(
                                    POLICY.getBytes(StandardCharsets.UTF_8), "trustpolicy.json"),
                            new TrustStore(configuration()),
                            new OnlineRevocation(Instant.now()),
                            Instant.now())
                    .verify(artifact, Map.of("team", "red"), 100);
        }
    }

    private static Processes.Result notation(String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Peers.requireNewer("notation").toString());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.path().toFile());
        builder.environment().put("HOME", scratch.path().toString());
        builder.environment().remove("XDG_CONFIG_HOME");
        return Processes.run(builder, new byte[0], Duration.ofMinutes(1)).ok();
    }

    private static List<Wish> signers() {
        List<Wish> all = new ArrayList<>();
        for (int bits : List.of(256, 384, 521)) {
            Wish wish = TestAuthority.signer();
            wish.bits = bits;
            all.add(wish);
        }
        for (int bits : List.of(2048, 3072)) {
            Wish wish = TestAuthority.signer();
            wish.kind = "RSA";
            wish.bits = bits;
            all.add(wish);
        }
        return all;
    }

    @Test
    void notationVerifiesWhatIsSignedHereInBothForms() throws Exception {
        for (Wish wish : signers()) {
            for (Format format : Format.values()) {
                Case made = Case.make("ours/" + wish.bits + format.id(), wish);
                made.sign(format);
                String said =
                        notation("verify", "--insecure-registry", "-m", "team=red", made.name())
                                .out();
                assertTrue(said.contains("Successfully verified signature"), said);
            }
        }
    }

    @Test
    void whatNotationSignsIsVerifiedHereInBothForms() throws Exception {
        for (Wish wish : signers()) {
            for (Format format : Format.values()) {
                Case made = Case.make("theirs/" + wish.bits + format.id(), wish);
                notation(
                        "sign",
                        "--insecure-registry",
                        "--signature-format",
                        format.id(),
                        "--expiry",
                        "1h",
                        "-m",
                        "team=red",
                        made.name());
                List<NotationSignature> found = made.verify();
                assertEquals(1, found.size());
                assertTrue(found.getFirst().check().isPassed(), found.getFirst().check()::why);
            }
        }
    }

    @Test
    void notationListsWhatIsSignedHereBesideItsOwn() throws Exception {
        Case made = Case.make("both", TestAuthority.signer());
        made.sign(Format.COSE);
        notation("sign", "--insecure-registry", "-m", "team=red", made.name());
        made.sign(Format.JWS);
        String said = notation("inspect", "--insecure-registry", "-o", "json", made.name()).out();
        assertEquals(3, said.split("\"signatureAlgorithm\"", -1).length - 1, said);
        assertTrue(said.contains("\"signingAgent\": \"cooper\""), said);
    }

    @Test
    void timeStampsOfBothAreVerifiedByTheOther() throws Exception {
        try (TestStamps stamps = new TestStamps()) {
            Case made = Case.make("stamped", TestAuthority.signer());
            Path store = Case.configuration().resolve("truststore/x509/tsa/test");
            Files.createDirectories(store);
            Path root = store.resolve("stamps.crt");
            Files.write(root, TestAuthority.pem(List.of(stamps.root.certificate())));
            String policy = POLICY.replace("\"ca:test\"", "\"ca:test\",\"tsa:test\"");
            Files.writeString(Case.configuration().resolve("trustpolicy.json"), policy);
            new NotationSigner(made.home(), made.signer().signingKey(), Instant.now())
                    .sign(
                            made.artifact(),
                            new NotationSigner.Wish(
                                    Format.COSE,
                                    Optional.empty(),
                                    Map.of(),
                                    Optional.of(stamps.service())));
            String said = notation("verify", "--insecure-registry", made.name()).out();
            assertTrue(said.contains("Successfully verified signature"), said);
            notation(
                    "sign",
                    "--insecure-registry",
                    "-m",
                    "team=red",
                    "--timestamp-url",
                    stamps.address(),
                    "--timestamp-root-cert",
                    root.toString(),
                    made.name());
            List<NotationSignature> found =
                    new NotationVerifier(
                                    made.home(),
                                    TrustPolicy.parse(
                                            policy.getBytes(StandardCharsets.UTF_8), "policy"),
                                    new TrustStore(Case.configuration()),
                                    new OnlineRevocation(Instant.now()),
                                    Instant.now())
                            .verify(made.artifact(), Map.of("team", "red"), 100);
            assertTrue(found.getLast().check().isPassed(), found.getLast().check()::why);
        }
    }
}
