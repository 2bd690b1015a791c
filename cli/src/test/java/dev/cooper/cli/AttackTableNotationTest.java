package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.cli.TestIssuer.Times;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.trust.attachment.RegistryAttachments;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.Pem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What is done to signatures of the Notary Project, and why each is refused. */
class AttackTableNotationTest {
    private static final String POLICY =
            """
            {"version": "1.0", "trustPolicies": [{"name": "shop", "registryScopes": ["*"],
              "signatureVerification": {"level": "strict"}, "trustStores": ["ca:shop"],
              "trustedIdentities": ["x509.subject: C=DE, ST=Berlin, O=Shop"]}]}
            """;

    @TempDir Path directory;
    private final Instant now = Instant.now();
    private KeylessShop shop;
    private FileServer lists;
    private CommandLine cooper;
    private TestIssuer authority;
    private Descriptor image;

    @BeforeEach
    void trust() throws IOException {
        shop = KeylessShop.open(directory);
        image = shop.image("shop", "right");
        lists = FileServer.serve(Files.createDirectories(directory.resolve("lists")));
        cooper =
                new CommandLine(directory.resolve("home"))
                        .withEnvironment("XDG_CONFIG_HOME", directory.toString());
        authority =
                TestIssuer.root(
                        KeyPair.generate(KeyAlgorithm.ECDSA_P256),
                        "C=DE,ST=Berlin,O=Shop,CN=root",
                        Times.around(now));
        Path root = directory.resolve("root.crt");
        Files.writeString(root, TestIssuer.pem(authority.certificate()));
        run(0, "cert", "add", "-t", "ca", "-s", "shop", root.toString());
        Path policy = Files.writeString(directory.resolve("policy.json"), POLICY);
        run(0, "policy", "import", policy.toString());
    }

    @AfterEach
    void close() throws IOException {
        lists.close();
        shop.close();
    }

    private String run(int code, String... words) {
        String[] command = new String[words.length + 1];
        command[0] = "notation";
        System.arraycopy(words, 0, command, 1, words.length);
        CommandLine.Result result = cooper.run(command);
        assertEquals(code, result.code(), result.err() + result.out());
        return result.out() + result.err();
    }

    /** Certifies a key and signs an image with it. */
    private X509Certificate sign(TestIssuer issuer, String name, String repository)
            throws IOException {
        KeyPair own = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        X509Certificate certificate =
                issuer.issue(
                        own.publicKey(),
                        name,
                        Times.around(now),
                        TestIssuer.revocable(lists.url() + "/list.crl"));
        Path key = directory.resolve(repository + ".key");
        Path chain = directory.resolve(repository + ".crt");
        Files.writeString(key, Pem.of("PRIVATE KEY", own.pkcs8()).text());
        Files.writeString(
                chain, TestIssuer.pem(certificate) + TestIssuer.pem(issuer.certificate()));
        run(
                0,
                "key",
                "add",
                "--key",
                key.toString(),
                "--certificates",
                chain.toString(),
                repository);
        run(0, "sign", "--key", repository, shop.name(repository));
        return certificate;
    }

    private void revoke(X509Certificate... revoked) throws IOException {
        X509Certificate one = revoked.length == 0 ? authority.certificate() : revoked[0];
        Files.write(directory.resolve("lists/list.crl"), authority.revoking(one, now));
    }

    private static void assertSays(String wanted, String said) {
        assertTrue(said.contains(wanted), said);
    }

    @Test
    void aRevokedCertificateSignsNoLonger() throws IOException {
        X509Certificate certificate = sign(authority, "C=DE,ST=Berlin,O=Shop,CN=red", "shop");
        assertSays(
                "revocation: the certificate of CN=red,O=Shop,ST=Berlin,C=DE may be revoked,"
                        + " which cannot be told: ",
                run(1, "verify", shop.name("shop")));
        revoke();
        assertSays("Successfully verified", run(0, "verify", shop.name("shop")));
        revoke(certificate);
        assertSays("is revoked, says " + lists.url(), run(1, "verify", shop.name("shop")));
    }

    @Test
    void aSignatureForAnotherDigestIsRefused() throws IOException {
        revoke();
        sign(authority, "C=DE,ST=Berlin,O=Shop,CN=red", "shop");
        assertSays("Successfully verified", run(0, "verify", shop.name("shop")));
        RegistryAttachments home = new RegistryAttachments(shop.place("shop"));
        Descriptor signature = home.referrers(image.digest()).getFirst();
        JsonTree manifest = new JsonTree(home.read(signature));
        byte[] envelope =
                shop.place("shop")
                        .read(
                                Descriptor.of(
                                        manifest.text("layers.0.mediaType"),
                                        Digest.parse(manifest.text("layers.0.digest")),
                                        ((Number) manifest.get("layers.0.size")).longValue()));
        Descriptor other = shop.image("other", "other");
        new RegistryAttachments(shop.place("other"))
                .attach(
                        other,
                        "application/vnd.cncf.notary.signature",
                        manifest.text("layers.0.mediaType"),
                        envelope,
                        manifest.get("annotations") instanceof Map<?, ?> notes
                                ? text(notes)
                                : Map.of());
        assertSays("digest: it is about " + image.digest(), run(1, "verify", shop.name("other")));
    }

    private static Map<String, String> text(Map<?, ?> notes) {
        Map<String, String> all = new TreeMap<>();
        notes.forEach((key, value) -> all.put(String.valueOf(key), String.valueOf(value)));
        return all;
    }

    @Test
    void aLookAlikeIsRefused() throws IOException {
        revoke();
        sign(authority, "C=DE,ST=Berlin,O=Other,CN=x\\,O\\=Shop", "shop");
        assertSays("is none of the trusted identities", run(1, "verify", shop.name("shop")));
    }

    @Test
    void anAuthorityOfTheSameNameIsRefused() throws IOException {
        revoke();
        TestIssuer other =
                TestIssuer.root(
                        KeyPair.generate(KeyAlgorithm.ECDSA_P256),
                        "C=DE,ST=Berlin,O=Shop,CN=root",
                        Times.around(now));
        sign(other, "C=DE,ST=Berlin,O=Shop,CN=red", "shop");
        assertSays(
                "no certificate of the chain is in ca:shop", run(1, "verify", shop.name("shop")));
    }

    @Test
    void aStrippedSignatureIsRefused() {
        assertSays("no signature is associated with", run(1, "verify", shop.name("shop")));
    }
}
