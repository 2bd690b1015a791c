package dev.cooper.trust.notation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.notation.TestAuthority.Wish;
import dev.cooper.trust.verdict.Check;

import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

class NotationVerifierTest {
    @TempDir Path directory;
    private Trial trial;
    private TestAuthority root;

    @BeforeEach
    void trustARoot() throws Exception {
        trial = new Trial(directory);
        root = TestAuthority.self(TestAuthority.authority("root"));
        trial.trust("ca", root);
    }

    private static void assertSays(String wanted, String why) {
        assertTrue(why.contains(wanted), why);
    }

    @Test
    void aSignatureOfWhoIsTrustedHoldsInBothForms() throws Exception {
        for (Format format : Format.values()) {
            Trial one = new Trial(directory);
            one.format = format;
            one.sign(root.issue(TestAuthority.signer()));
            assertEquals("", one.why());
        }
    }

    @Test
    void aSignatureOnAnotherImageIsRefused() throws Exception {
        for (Format format : Format.values()) {
            Trial one = new Trial(directory);
            one.format = format;
            Descriptor other = one.home.image("other");
            one.sign(root.issue(TestAuthority.signer()), other);
            one.hang(one.home.read(Stored.of(one.home, other).getFirst().blob()));
            assertSays("digest: it is about " + other.digest(), one.why());
        }
    }

    @Test
    void everyChangedByteOfAnEnvelopeIsNoticed() throws Exception {
        for (Format format : Format.values()) {
            Trial one = new Trial(directory);
            one.format = format;
            one.sign(root.issue(TestAuthority.signer()));
            byte[] good = one.envelope();
            Envelope parsed = Envelope.parse(format, good);
            int changed = 0;
            for (int i = 0; i < good.length; i += 7) {
                byte[] bad = good.clone();
                bad[i] ^= 1;
                Trial two = new Trial(directory);
                two.format = format;
                two.hang(bad);
                List<NotationSignature> found = two.verify();
                if (!found.getFirst().check().isPassed()) {
                    changed++;
                } else {
                    // Only what nobody signs may change: who wrote it, and how JSON is spaced.
                    Envelope read = Envelope.parse(format, bad);
                    assertEquals(parsed.chain(), read.chain());
                    assertEquals(
                            new String(parsed.signed(), StandardCharsets.ISO_8859_1),
                            new String(read.signed(), StandardCharsets.ISO_8859_1));
                }
            }
            assertTrue(changed > good.length / 7 * 3 / 4, changed + " of " + good.length / 7);
        }
    }

    /** An envelope of JWS whose protected header is as somebody wants it, well signed. */
    private static byte[] crafted(TestAuthority signer, Trial trial, Map<String, Object> header) {
        byte[] payload = Payload.of(trial.image, Map.of()).toJson();
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        String signed = url.encodeToString(Json.write(header));
        String body = url.encodeToString(payload);
        byte[] signature =
                signer.signingKey().sign((signed + "." + body).getBytes(StandardCharsets.US_ASCII));
        return Json.write(
                Map.of(
                        "payload",
                        body,
                        "protected",
                        signed,
                        "signature",
                        url.encodeToString(signature),
                        "header",
                        Map.of(
                                "x5c",
                                signer.chain().stream()
                                        .map(one ->
                                                Base64.getEncoder()
                                                        .encodeToString(Envelope.encoded(one)))
                                        .toList())));
    }

    private static Map<String, Object> header() {
        Map<String, Object> header = new TreeMap<>();
        header.put("alg", "ES256");
        header.put("cty", Payload.MEDIA_TYPE);
        header.put("crit", List.of(Header.SCHEME));
        header.put(Header.SCHEME, Header.X509);
        header.put(Header.SIGNING_TIME, TestAuthority.NOW.toString());
        return header;
    }

    private String whyCrafted(String name, Object value) throws Exception {
        Map<String, Object> header = header();
        header.put(name, value);
        return whyCrafted(header);
    }

    private String whyCrafted(Map<String, Object> header) throws Exception {
        Trial one = new Trial(directory);
        one.hang(crafted(root.issue(TestAuthority.signer()), one, header));
        return one.why();
    }

    @Test
    void headersThatMustBeUnderstoodAndAreNotAreRefused() throws Exception {
        assertEquals("", whyCrafted(header()));
        Map<String, Object> unknown = header();
        unknown.put("example.new", "1");
        unknown.put("crit", List.of(Header.SCHEME, "example.new"));
        assertSays("critical-headers: unknown: example.new", whyCrafted(unknown));
        Map<String, Object> plugin = header();
        plugin.put(Header.PLUGIN, "acme");
        plugin.put("crit", List.of(Header.SCHEME, Header.PLUGIN));
        assertSays("the plugin acme must verify it", whyCrafted(plugin));
        assertSays(
                "crit names example.absent, which is not signed",
                whyCrafted("crit", List.of(Header.SCHEME, "example.absent")));
        assertSays("must be named in crit", whyCrafted("crit", List.of()));
        assertSays(
                Header.EXPIRY + " must be named in crit",
                whyCrafted(Header.EXPIRY, TestAuthority.NOW.plusSeconds(60).toString()));
        assertSays("unknown header", whyCrafted(Header.PREFIX + "other", "1"));
    }

    @Test
    void algorithmsAndTypesThatDoNotFitAreRefused() throws Exception {
        assertSays("the algorithm none is not allowed", whyCrafted("alg", "none"));
        assertSays("the algorithm HS256 is not allowed", whyCrafted("alg", "HS256"));
        assertSays("the signature is not of the certificate", whyCrafted("alg", "PS256"));
        assertSays("the payload is text/plain", whyCrafted("cty", "text/plain"));
        assertSays("unknown signing scheme", whyCrafted(Header.SCHEME, "notary.other"));
        assertSays(
                "a time is signed that does not go with",
                whyCrafted(Header.AUTHENTIC_TIME, TestAuthority.NOW.toString()));
    }

    @Test
    void keysThatStandTwiceInJsonAreRefused() throws Exception {
        trial.sign(root.issue(TestAuthority.signer()));
        String text = new String(trial.envelope(), StandardCharsets.UTF_8);
        String payload = JsonObject.parse(trial.envelope(), "envelope").string("payload");
        Trial one = new Trial(directory);
        one.hang(
                text.replaceFirst("\\{", "{\"payload\":\"" + payload + "\",")
                        .getBytes(StandardCharsets.UTF_8));
        assertSays("stands twice", one.why());
    }

    @Test
    void keysThatStandTwiceInCborAreRefused() {
        byte[] twice = {(byte) 0xa2, 1, 1, 1, 2};
        assertThrows(SyntaxException.class, () -> Cbor.parse(twice));
        byte[] endless = {(byte) 0xbf, 1, 1, (byte) 0xff};
        assertThrows(SyntaxException.class, () -> Cbor.parse(endless));
        byte[] deep = new byte[1000];
        java.util.Arrays.fill(deep, (byte) 0x81);
        assertThrows(SyntaxException.class, () -> Cbor.parse(deep));
        byte[] long1 = {(byte) 0x9b, 0x7f, -1, -1, -1, -1, -1, -1, -1};
        assertThrows(SyntaxException.class, () -> Cbor.parse(long1));
    }

    @Test
    void anExpiredSignatureIsRefusedAndWithALighterLevelTold() throws Exception {
        trial.expiry = Optional.of(Duration.ofMinutes(1));
        trial.sign(root.issue(TestAuthority.signer()));
        trial.now = TestAuthority.NOW.plusSeconds(61);
        assertSays("expiry: it expired at", trial.why());
        trial.level = "\"permissive\"";
        NotationSignature found = trial.verify().getFirst();
        assertTrue(found.check().isPassed());
        assertTrue(
                found.check().parts().stream()
                        .anyMatch(one ->
                                one.name().equals("expiry")
                                        && one.outcome() == Check.Outcome.FAILED
                                        && one.reason().startsWith("the policy only logs it")));
    }

    @Test
    void certificatesOfAnotherTimeAreRefused() throws Exception {
        Wish past = TestAuthority.signer();
        past.until = TestAuthority.NOW.minusSeconds(1);
        trial.sign(root.issue(past));
        assertSays("authenticTimestamp: the certificate of CN=signer", trial.why());
        Wish future = TestAuthority.signer();
        future.from = TestAuthority.NOW.plusSeconds(60);
        Trial one = new Trial(directory);
        one.sign(root.issue(future));
        assertSays("authenticTimestamp: the certificate of CN=signer", one.why());
    }

    @Test
    void whoIsNotTrustedIsRefused() throws Exception {
        TestAuthority stranger = TestAuthority.self(TestAuthority.authority("root"));
        trial.sign(stranger.issue(TestAuthority.signer()));
        assertSays("no certificate of the chain is in ca:test", trial.why());
        trial.stores = "\"ca:none\"";
        assertSays("there is no trust store ca:none", trial.why());
        trial.stores = "\"signingAuthority:test\"";
        assertSays("has no trust store of type ca", trial.why());
    }

    @Test
    void namesThatOnlyLookAlikeAreRefused() throws Exception {
        trial.sign(root.issue(TestAuthority.signer()));
        trial.identities = "\"x509.subject: C=DE, ST=Berlin, O=Shop\"";
        assertEquals("", trial.why());
        for (String other :
                List.of(
                        "C=DE, ST=Berlin, O=Shop2",
                        "C=DE, ST=Berlin, O=shop",
                        "C=DE, ST=Berlin, O=Shop, OU=x")) {
            trial.identities = "\"x509.subject: " + other + "\"";
            assertSays("is none of the trusted identities", trial.why());
        }
        Wish tricky = TestAuthority.signer();
        tricky.name = "C=DE,ST=Berlin,O=Other,CN=x\\,O\\=Shop";
        Trial one = new Trial(directory);
        one.identities = "\"x509.subject: C=DE, ST=Berlin, O=Shop\"";
        one.sign(root.issue(tricky));
        assertSays("is none of the trusted identities", one.why());
    }

    @Test
    void repositoriesThatNoPolicyNamesAreRefused() throws Exception {
        trial.sign(root.issue(TestAuthority.signer()));
        trial.scopes = "\"registry.example/shop2\"";
        SyntaxException none = assertThrows(SyntaxException.class, trial::verify);
        assertSays(
                "no trust policy is for registry.example/shop", String.valueOf(none.getMessage()));
        trial.scopes = "\"registry.example/shop\"";
        assertEquals("", trial.why());
    }

    @Test
    void aRevokedCertificateIsRefusedAndSoIsOneNobodyKnowsOf() throws Exception {
        trial.sign(root.issue(TestAuthority.signer()));
        trial.revocation = _ -> Check.failed(Revocation.NAME, "it is revoked");
        assertEquals("revocation: it is revoked", trial.why());
        trial.revocation = Revocation.NOBODY;
        assertEquals("revocation: nobody was asked", trial.why());
        trial.level = "\"strict\",\"override\":{\"revocation\":\"skip\"}";
        assertEquals("", trial.why());
    }

    @Test
    void nobodyIsAskedAboutCertificatesThatAreNotTrusted() throws Exception {
        TestAuthority stranger = TestAuthority.self(TestAuthority.authority("root"));
        trial.level = "\"audit\"";
        trial.revocation =
                _ -> {
                    throw new IllegalStateException("an address in a foreign certificate");
                };
        trial.sign(stranger.issue(TestAuthority.signer()));
        assertEquals("", trial.why());
    }

    @Test
    void chainsThatBreakTheRulesSignNothing() throws Exception {
        Wish both = TestAuthority.signer();
        both.usage = KeyUsage.digitalSignature | KeyUsage.keyEncipherment;
        refused("is for more than digital signatures", root.issue(both));
        Wish lax = TestAuthority.signer();
        lax.usageIsCritical = false;
        refused("does not mark as critical", root.issue(lax));
        Wish server = TestAuthority.signer();
        server.purposes = List.of(KeyPurposeId.id_kp_serverAuth);
        refused("has a purpose that does not go with signing code", root.issue(server));
        Wish old = TestAuthority.signer();
        old.hash = "SHA1";
        refused("which is broken", root.issue(old));
        TestAuthority leaf = root.issue(TestAuthority.signer());
        Wish below = TestAuthority.signer();
        below.name = "C=DE,ST=Berlin,O=Shop,CN=below";
        refused("is not one of an authority, but issues another", leaf.issue(below));
        refused("is one of an authority", root.issue(TestAuthority.authority("sub")));
        TestAuthority cut = new TestAuthority(leaf.keys(), leaf.chain().subList(0, 1));
        refused("ends the chain and is not issued by itself", cut);
    }

    private static void refused(String why, TestAuthority signer) {
        SyntaxException e = assertThrows(SyntaxException.class, signer::signingKey);
        assertSays(why, String.valueOf(e.getMessage()));
    }

    @Test
    void manifestsThatReferToSomethingElseAreNoSignaturesOfIt() throws IOException {
        trial.home.attach(trial.image, "example/other", "text/plain", new byte[3], Map.of());
        assertEquals(List.of(), trial.verify());
    }
}
