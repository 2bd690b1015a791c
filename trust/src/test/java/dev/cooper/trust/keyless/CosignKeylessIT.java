package dev.cooper.trust.keyless;

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
import dev.cooper.transfer.Registries;
import dev.cooper.transfer.RegistryPlace;
import dev.cooper.trust.attachment.RegistryAttachments;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.bundle.BundleVerifier;
import dev.cooper.trust.bundle.BundleVerifier.Wanted;
import dev.cooper.trust.bundle.Sealer;
import dev.cooper.trust.bundle.VerifyOptions;
import dev.cooper.trust.certificate.WantedIdentity;
import dev.cooper.trust.cosign.BlobSignature;
import dev.cooper.trust.cosign.Form;
import dev.cooper.trust.cosign.FoundAttestation;
import dev.cooper.trust.cosign.FoundSignature;
import dev.cooper.trust.cosign.ImageSigner;
import dev.cooper.trust.cosign.ImageVerifier;
import dev.cooper.trust.cosign.Predicate;
import dev.cooper.trust.cosign.Sealed;
import dev.cooper.trust.cosign.TrustedRoots;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.root.SigningConfig;
import dev.cooper.trust.root.TrustedLog;
import dev.cooper.trust.root.TrustedRoot;

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

/** What Cooper signs and enters in logs in the older form, and cosign 2.5 and 3.1 verify. */
class CosignKeylessIT {
    private static final byte[] FILE = "a file".getBytes(StandardCharsets.UTF_8);

    private static OwnServices services;
    private static DebianRegistry registry;
    private static Registries registries;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        newer();
        older();
        services = OwnServices.start();
        registry = DebianRegistry.start(services.scratch.directory("registry"));
        registries = Registries.ofEnvironment(Map.of("HOME", services.scratch.path().toString()));
        Files.write(services.scratch.resolve("file"), FILE);
    }

    @AfterAll
    static void stop() throws IOException {
        if (services != null) {
            registries.close();
            registry.close();
            services.close();
        }
    }

    private static Path newer() throws IOException, InterruptedException {
        return Peers.requireNewer("cosign");
    }

    private static Path older() throws IOException, InterruptedException {
        return Peers.requireOf("trixie", "cosign");
    }

    private static Processes.Result cosign(Path program, List<String> words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(services.scratch.path().toFile());
        builder.environment().put("HOME", services.scratch.path().toString());
        if (program.equals(older())) { // which takes no trusted root for the older form
            TrustedRoot root = services.root();
            builder.environment()
                    .put(
                            "SIGSTORE_ROOT_FILE",
                            written(
                                    "ca.pem",
                                    root.authorities().getFirst().root().getFirst().pem()));
            builder.environment().put("SIGSTORE_REKOR_PUBLIC_KEY", key("rekor.pub", root.logs()));
            builder.environment()
                    .put(
                            "SIGSTORE_CT_LOG_PUBLIC_KEY_FILE",
                            key("ctlog.pub", root.certificateLogs()));
        }
        return Processes.run(builder, new byte[0], Duration.ofMinutes(1));
    }

    private static String key(String name, List<TrustedLog> logs) throws IOException {
        return written(name, PublicKeys.pem(logs.getFirst().verifier().key()));
    }

    private static String written(String name, String text) throws IOException {
        return Files.writeString(services.scratch.resolve(name), text).toString();
    }

    /** Both versions verify; for another signer the newer one does not. */
    private static void verify(List<String> who, List<String> other, String... words)
            throws IOException, InterruptedException {
        for (Path program : List.of(older(), newer())) {
            List<String> command = new ArrayList<>(List.of(words[0]));
            if (program.equals(newer())) {
                String root = services.server.trustedRoot().toString();
                command.addAll(List.of("--trusted-root", root));
            }
            command.addAll(List.of(words).subList(1, words.length));
            List<String> good = new ArrayList<>(command);
            good.addAll(1, who);
            cosign(program, good).ok();
            if (program.equals(newer())) {
                List<String> bad = new ArrayList<>(command);
                bad.addAll(1, other);
                assertTrue(cosign(program, bad).exit() != 0, () -> String.join(" ", bad));
            }
        }
    }

    private static List<String> identity(String who) {
        return List.of(
                "--certificate-identity", who, "--certificate-oidc-issuer", services.server.url());
    }

    private static void verify(String... words) throws IOException, InterruptedException {
        verify(identity(OwnServices.RED), identity("blue@example.com"), words);
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

    private static Sealer older(KeyPair key) throws IOException {
        SigningConfig config =
                SigningConfig.parse(Files.readAllBytes(services.server.signingConfig()), "config");
        return new LoggedSigner(key, List.of(), config, 1, Instant.now());
    }

    private static ImageSigner signer(String repository, Sealer sealer) throws IOException {
        return new ImageSigner(new RegistryAttachments(place(repository)), sealer, Instant.now());
    }

    private static ImageVerifier verifier(String repository) throws IOException {
        WantedIdentity red = WantedIdentity.of(OwnServices.RED, services.server.url());
        BundleVerifier verifier =
                new BundleVerifier(services.root(), VerifyOptions.strict(Instant.now()));
        return new ImageVerifier(
                new RegistryAttachments(place(repository)),
                new TrustedRoots(verifier, List.of(new Wanted.Identities(List.of(red)))),
                Map.of());
    }

    @Test
    void imagesSignedWithoutAKeyUnderTheTag() throws IOException, InterruptedException {
        Descriptor image = image("keyless");
        signer("keyless", services.signer(1)).sign(image, Map.of("a", "b"), Form.TAG);
        verify("verify", "-a", "a=b", name("keyless", image));
        FoundSignature ours = verifier("keyless").verify(image).getFirst();
        assertEquals("", ours.check().why());
    }

    @Test
    void statementsSignedWithoutAKeyUnderTheTag() throws IOException, InterruptedException {
        Descriptor image = image("stated");
        Predicate predicate = Predicate.parse("custom", FILE, "file", Instant.now());
        signer("stated", services.signer(1)).attest(image, predicate, Form.TAG);
        verify("verify-attestation", "--type", "custom", name("stated", image));
        FoundAttestation ours =
                verifier("stated").attestations(image, Predicate.type("custom")).getFirst();
        assertEquals("", ours.check().why());
    }

    @Test
    void imagesSignedWithAKeyAndLogged() throws IOException, InterruptedException {
        KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        written("key.pub", PublicKeys.pem(key.publicKey()));
        KeyPair other = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        written("other.pub", PublicKeys.pem(other.publicKey()));
        List<String> good = List.of("--key", "key.pub");
        List<String> bad = List.of("--key", "other.pub");
        Descriptor image = image("logged");
        signer("logged", older(key)).sign(image, Map.of(), Form.TAG);
        verify(good, bad, "verify", name("logged", image));
        Predicate predicate = Predicate.parse("custom", FILE, "file", Instant.now());
        signer("logged", older(key)).attest(image, predicate, Form.TAG);
        verify(good, bad, "verify-attestation", "--type", "custom", name("logged", image));
        Descriptor bundled = image("bundled");
        signer("bundled", services.signer(key)).sign(bundled, Map.of(), Form.BUNDLE);
        cosign(
                        newer(),
                        List.of(
                                "verify",
                                "--trusted-root",
                                services.server.trustedRoot().toString(),
                                "--key",
                                "key.pub",
                                name("bundled", bundled)))
                .ok();
    }

    @Test
    void filesSignedWithoutAKey() throws IOException, InterruptedException {
        Bundle bundle = services.signer(1).bundle(FILE);
        byte[] older = Sealed.file(bundle, Optional.empty());
        Files.write(services.scratch.resolve("older.json"), older);
        List<String> verify = new ArrayList<>(List.of("verify-blob"));
        verify.addAll(identity(OwnServices.RED));
        verify.addAll(List.of("--bundle", "older.json", "file"));
        cosign(older(), verify).ok();
        WantedIdentity red = WantedIdentity.of(OwnServices.RED, services.server.url());
        BundleVerifier verifier =
                new BundleVerifier(services.root(), VerifyOptions.strict(Instant.now()));
        TrustedRoots trusted =
                new TrustedRoots(verifier, List.of(new Wanted.Identities(List.of(red))));
        assertEquals("", BlobSignature.parseBundle(older, "older.json").check(FILE, trusted).why());
    }
}
