package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Descriptor;
import dev.cooper.trust.bundle.Artifact;
import dev.cooper.trust.bundle.BundleVerifier;
import dev.cooper.trust.bundle.BundleVerifier.Wanted;
import dev.cooper.trust.bundle.VerifyOptions;
import dev.cooper.trust.certificate.WantedIdentity;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.envelope.Statement;
import dev.cooper.trust.root.TrustedRoot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Signing without a key by our own services, and verifying by what they wrote down. */
class KeylessCommandsTest {
    @TempDir Path directory;
    private KeylessShop shop;
    private CommandLine cooper;
    private Descriptor image;

    @BeforeEach
    void open() throws IOException {
        shop = KeylessShop.open(directory);
        cooper = new CommandLine(directory.resolve("home"));
        image = shop.image("shop", "right");
    }

    @AfterEach
    void close() throws IOException {
        shop.close();
    }

    private String run(int code, String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(code, result.code(), result.err() + result.out());
        return result.out() + result.err();
    }

    private String verified(int code, String who) {
        return run(
                code,
                "verify",
                "--trusted-root",
                shop.server.trustedRoot().toString(),
                "--use-signed-timestamps",
                "--certificate-identity",
                who,
                "--certificate-oidc-issuer",
                shop.server.url(),
                shop.name("shop"));
    }

    @Test
    void whatIsSignedWithATokenIsVerifiedByWhoSigned() {
        run(
                0,
                "sign",
                "--signing-config",
                shop.server.signingConfig().toString(),
                "--identity-token",
                shop.token(KeylessShop.RED),
                shop.name("shop"));
        String good = verified(0, KeylessShop.RED);
        assertTrue(good.contains(image.digest().toString()), good);
        assertTrue(good.contains("transparency log was verified offline"), good);
        String other = verified(12, "blue@example.com");
        assertTrue(
                other.contains("certificate-identity: the certificate is of red@example.com"),
                other);
    }

    @Test
    void whatTheSignerMakesTheVerifierTakes() throws IOException {
        byte[] bundle =
                shop.signed(
                        KeylessShop.RED,
                        Dsse.IN_TOTO,
                        Statement.ofSignature(image.digest(), Map.of()).toJson());
        TrustedRoot root =
                TrustedRoot.parse(Files.readAllBytes(shop.server.trustedRoot()), "trusted root");
        BundleVerifier verifier =
                new BundleVerifier(root, VerifyOptions.strict(Instant.now()).withTimestamp());
        Wanted wanted =
                new Wanted.Identities(
                        List.of(WantedIdentity.of(KeylessShop.RED, shop.server.url())));
        assertEquals("", verifier.verify(bundle, Artifact.of(image.digest()), wanted).why());
    }
}
