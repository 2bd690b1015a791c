package dev.cooper.trust.cosign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Descriptor;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.Verifier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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

    private static CosignPeer cosign;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        cosign = CosignPeer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (cosign != null) {
            cosign.close();
        }
    }

    /** An image in a repository of its own, and the key that signs it, in files for cosign. */
    private record Signed(Attachments home, Descriptor image, KeyPair key) {
        static Signed make(String repository, KeyAlgorithm algorithm) throws IOException {
            KeyPair key = KeyPair.generate(algorithm);
            cosign.write(key);
            return new Signed(cosign.home(repository), cosign.image(repository), key);
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
                String repository =
                        "ours/" + algorithm.id() + "/" + form.name().toLowerCase(Locale.ROOT);
                Signed signed = Signed.make(repository, algorithm);
                signed.sign(form, Map.of("team", "red"));
                String said =
                        cosign.run(
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
            cosign.run(
                    "sign",
                    "-y",
                    "--key",
                    "our.key",
                    "--signing-config",
                    "nothing.json",
                    "-a",
                    "team=red",
                    signed.name());
            cosign.run(
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
        cosign.run(
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
