package dev.cooper.trust.cosign;

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
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.attachment.RegistryAttachments;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Verifier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Signatures on images beside the real cosign: in both directions and both forms, offline. */
class CosignImagesIT {
    /** With others it verifies not even what it has signed itself: it hashes by SHA-256 then. */
    private static final List<KeyAlgorithm> COSIGN_VERIFIES =
            List.of(KeyAlgorithm.ECDSA_P256, KeyAlgorithm.RSA_2048);

    private static final List<KeyAlgorithm> COSIGN_SIGNS =
            List.of(
                    KeyAlgorithm.ECDSA_P256,
                    KeyAlgorithm.ECDSA_P384,
                    KeyAlgorithm.ECDSA_P521,
                    KeyAlgorithm.RSA_2048,
                    KeyAlgorithm.ED25519);

    private static ScratchDirectory scratch;
    private static DebianRegistry registry;
    private static Registries registries;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Peers.requireNewer("cosign");
        scratch = ScratchDirectory.create("signing");
        registry = DebianRegistry.start(scratch.directory("registry"));
        registries = Registries.ofEnvironment(Map.of("HOME", scratch.path().toString()));
        // Without any service of sigstore.
        cosign(
                "signing-config",
                "create",
                "--no-default-fulcio",
                "--no-default-oidc",
                "--no-default-rekor",
                "--no-default-tsa",
                "--out",
                "nothing.json");
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

    private static Processes.Result cosign(String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Peers.requireNewer("cosign").toString());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.path().toFile());
        builder.environment().put("COSIGN_PASSWORD", "hello");
        builder.environment().put("HOME", scratch.path().toString());
        return Processes.run(builder, new byte[0], Duration.ofMinutes(2)).ok();
    }

    /** An image in a repository of its own, and the key that signs it, in files for cosign. */
    private record Signed(Attachments home, Descriptor image, KeyPair key) {
        static Signed make(String repository, KeyAlgorithm algorithm) throws IOException {
            Reference name = Reference.parse(registry.host() + "/" + repository);
            RegistryPlace place = registries.repository(name);
            Descriptor config =
                    place.write(
                            MediaTypes.OCI_CONFIG,
                            Json.write(
                                    Map.of(
                                            "os",
                                            "linux",
                                            "architecture",
                                            "amd64",
                                            "rootfs",
                                            Map.of("type", "layers", "diff_ids", List.of()))));
            byte[] manifest = ImageManifest.of(config, List.of()).toJson();
            Descriptor image = Descriptor.of(MediaTypes.OCI_MANIFEST, manifest);
            place.put(image, manifest);
            KeyPair key = KeyPair.generate(algorithm);
            byte[] password = "hello".getBytes(StandardCharsets.UTF_8);
            Files.writeString(scratch.resolve("our.key"), key.sealed(password));
            Files.writeString(scratch.resolve("our.pub"), PublicKeys.pem(key.publicKey()));
            return new Signed(new RegistryAttachments(place), image, key);
        }

        String name() {
            return home.name().name() + "@" + image.digest();
        }

        void sign(Form form, Map<String, String> annotations) throws IOException {
            new ImageSigner(home, key, Instant.EPOCH).sign(image, annotations, form);
        }

        List<FoundSignature> verify(Map<String, String> annotations) throws IOException {
            return new ImageVerifier(home, Verifier.of(key.publicKey()), annotations).verify(image);
        }
    }

    @Test
    void cosignVerifiesWhatIsSignedHereInBothForms() throws IOException, InterruptedException {
        for (KeyAlgorithm algorithm : COSIGN_VERIFIES) {
            for (Form form : Form.values()) {
                String repository = "ours/" + algorithm.id() + "/" + form.ordinal();
                Signed signed = Signed.make(repository, algorithm);
                signed.sign(form, Map.of("team", "red"));
                String said =
                        cosign(
                                        "verify",
                                        "--key",
                                        "our.pub",
                                        "--insecure-ignore-tlog=true",
                                        "-a",
                                        "team=red",
                                        signed.name())
                                .out();
                assertTrue(said.contains(signed.image().digest().toString()), said);
            }
        }
    }

    @Test
    void whatCosignSignsIsVerifiedHereInBothForms() throws IOException, InterruptedException {
        for (KeyAlgorithm algorithm : COSIGN_SIGNS) {
            Signed signed = Signed.make("theirs/" + algorithm.id(), algorithm);
            cosign(
                    "sign",
                    "-y",
                    "--key",
                    "our.key",
                    "--signing-config",
                    "nothing.json",
                    "-a",
                    "team=red",
                    signed.name());
            cosign(
                    "sign",
                    "-y",
                    "--key",
                    "our.key",
                    "--new-bundle-format=false",
                    "--use-signing-config=false",
                    "--tlog-upload=false",
                    "-a",
                    "team=red",
                    signed.name());
            List<FoundSignature> found = signed.verify(Map.of("team", "red"));
            assertEquals(
                    List.of(Form.BUNDLE, Form.TAG),
                    found.stream().map(FoundSignature::form).toList());
            for (FoundSignature one : found) {
                assertTrue(one.check().isPassed(), one.check()::why);
            }
            for (FoundSignature one : signed.verify(Map.of("team", "blue"))) {
                assertEquals("annotations: team is \"red\", want \"blue\"", one.check().why());
            }
        }
    }

    @Test
    void signaturesOfBothMakersStandBesideOneAnother() throws IOException, InterruptedException {
        Signed signed = Signed.make("both", KeyAlgorithm.ECDSA_P256);
        signed.sign(Form.TAG, Map.of());
        cosign(
                "sign",
                "-y",
                "--key",
                "our.key",
                "--new-bundle-format=false",
                "--use-signing-config=false",
                "--tlog-upload=false",
                "-a",
                "by=cosign",
                signed.name());
        signed.sign(Form.TAG, Map.of("again", "yes"));
        assertEquals(
                List.of(true, true, true),
                signed.verify(Map.of()).stream().map(one -> one.check().isPassed()).toList());
    }
}
