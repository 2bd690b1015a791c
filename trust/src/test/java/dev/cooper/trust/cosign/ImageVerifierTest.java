package dev.cooper.trust.cosign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.envelope.Statement;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.Verifier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What must not pass as a signature of an image, each with its own reason. */
class ImageVerifierTest {
    private static final Descriptor IMAGE = image("one");
    private static final Descriptor OTHER = image("other");

    private final MemoryHome home = new MemoryHome();
    private final KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);

    private static Descriptor image(String text) {
        return Descriptor.of(MediaTypes.OCI_MANIFEST, text.getBytes(StandardCharsets.UTF_8));
    }

    private void sign(Descriptor image, Form form) throws IOException {
        new ImageSigner(home, key, Instant.EPOCH).sign(image, Map.of("team", "red"), form);
    }

    private List<FoundSignature> verify() throws IOException {
        return new ImageVerifier(home, Verifier.of(key.publicKey()), Map.of()).verify(IMAGE);
    }

    private String why() throws IOException {
        List<FoundSignature> found = verify();
        assertEquals(1, found.size());
        assertFalse(found.getFirst().check().isPassed());
        return found.getFirst().check().why();
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureOfTheKeyOnTheImagePasses(Form form) throws IOException {
        sign(IMAGE, form);
        FoundSignature found = verify().getFirst();
        assertTrue(found.check().isPassed(), found.check()::why);
        assertEquals(Map.of("team", "red"), found.annotations());
    }

    @Test
    void anImageWithoutSignaturesHasNone() throws IOException {
        assertEquals(List.of(), verify());
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureOfAnotherKeyFails(Form form) throws IOException {
        KeyPair other = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        new ImageSigner(home, other, Instant.EPOCH).sign(IMAGE, Map.of(), form);
        assertEquals("signature: it is not of the key", why());
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureForAnotherDigestFails(Form form) throws IOException {
        sign(OTHER, form);
        home.referrers.put(IMAGE.digest(), home.referrers(OTHER.digest()));
        home.tagged(OTHER.digest(), "sig")
                .ifPresent(moved -> home.tags.put(IMAGE.digest() + "sig", moved));
        String want =
                switch (form) {
                    case BUNDLE -> "digest: it is about something else than " + IMAGE.digest();
                    case TAG -> "digest: it is about " + OTHER.digest() + ", not " + IMAGE.digest();
                };
        assertEquals(want, why());
    }

    @Test
    void aSignedAttestationIsNoSignature() throws IOException {
        Statement statement =
                new Statement(
                        Statement.V1,
                        List.of(Statement.Subject.of(IMAGE.digest(), Map.of())),
                        "https://slsa.dev/provenance/v1",
                        Map.of());
        attach(Dsse.sign(Dsse.IN_TOTO, statement.toJson(), key));
        assertEquals(
                "predicate-type: it states https://slsa.dev/provenance/v1, which signs nothing",
                why());
    }

    @Test
    void thePayloadsTypeIsSignedToo() throws IOException {
        byte[] statement = Statement.ofSignature(IMAGE.digest(), Map.of()).toJson();
        Dsse signed = Dsse.sign("text/plain", statement, key);
        attach(new Dsse(Dsse.IN_TOTO, statement, signed.signatures()));
        assertEquals("signature: it is not of the key", why());
    }

    @Test
    void aStatementOfAnotherTypeFails() throws IOException {
        byte[] statement = Statement.ofSignature(IMAGE.digest(), Map.of()).toJson();
        attach(Dsse.sign("text/plain", statement, key));
        assertEquals("payload-type: it is a text/plain, want application/vnd.in-toto+json", why());
    }

    @Test
    void aStatementWithAKeyTwiceFails() throws IOException {
        String twice =
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicateType\":\"a\","
                        + "\"predicateType\":\"https://sigstore.dev/cosign/sign/v1\"}";
        attach(Dsse.sign(Dsse.IN_TOTO, twice.getBytes(StandardCharsets.UTF_8), key));
        assertEquals("form: statement: invalid JSON: key \"predicateType\" stands twice", why());
    }

    @Test
    void whateverElseRefersToTheImageIsNoSignature() throws IOException {
        home.attach(IMAGE, "application/spdx+json", new byte[] {'{', '}'}, Map.of());
        assertEquals(List.of(), verify());
    }

    @Test
    void aSignatureThatIsNoBase64Fails() throws IOException {
        sign(IMAGE, Form.TAG);
        ImageManifest manifest = home.tagged(IMAGE.digest(), "sig").orElseThrow();
        Descriptor layer =
                manifest.layers().getFirst().withAnnotations(Map.of(ImageSigner.SIGNATURE, "?"));
        home.tags.put(IMAGE.digest() + "sig", ImageManifest.of(manifest.config(), List.of(layer)));
        assertEquals("form: the signature is no base64", why());
    }

    private void attach(Dsse envelope) {
        home.attach(
                IMAGE,
                Bundle.MEDIA_TYPE,
                Bundle.ofKey(Digest.sha256(key.publicKey().getEncoded()).hex(), envelope).toJson(),
                Map.of());
    }
}
