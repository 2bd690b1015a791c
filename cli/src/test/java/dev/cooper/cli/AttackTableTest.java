package dev.cooper.cli;

import static dev.cooper.cli.KeylessShop.LOOK_ALIKE;
import static dev.cooper.cli.KeylessShop.RED;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.cli.SigstoreAttacks.Attack;
import dev.cooper.oci.Descriptor;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.envelope.Statement;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What is done to signatures of sigstore to make an image look signed, and why each is refused; the
 * signature itself holds beside it.
 */
class AttackTableTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir static Path directory;
    private static KeylessShop shop;
    private static CommandLine cooper;
    private static String policy;
    private static byte[] statement;
    private static byte[] good;
    private static SigstoreAttacks attacks;

    @BeforeAll
    static void sign() throws IOException {
        shop = KeylessShop.open(directory);
        cooper = new CommandLine(directory.resolve("home"));
        statement = statement(shop.image("shop", "right"));
        attacks = new SigstoreAttacks(shop, statement, statement(shop.image("other", "other")));
        good = attacks.good();
        Path file = directory.resolve("signed.yaml");
        Files.writeString(
                file,
                "rules:\n- name: signed\n  signatures:\n  - keyless: {issuer: \"%s\", subject: %s}\n"
                        .formatted(shop.server.url(), RED));
        policy = file.toString();
    }

    @AfterAll
    static void close() throws IOException {
        shop.close();
    }

    private static byte[] statement(Descriptor image) {
        return Statement.ofSignature(image.digest(), Map.of()).toJson();
    }

    private static CommandLine.Result verify(String repository, String who, String issuer) {
        return cooper.run(
                "verify",
                "--trusted-root",
                shop.server.trustedRoot().toString(),
                "--certificate-identity",
                who,
                "--certificate-oidc-issuer",
                issuer,
                shop.name(repository));
    }

    private static CommandLine.Result byPolicy(String repository) {
        return cooper.run(
                "verify",
                "--trusted-root",
                shop.server.trustedRoot().toString(),
                "--policy",
                policy,
                shop.name(repository));
    }

    private static String refused(int code, CommandLine.Result result) {
        assertEquals(code, result.code(), result.err() + result.out());
        assertFalse(result.err().contains("checks were performed"), result.err());
        return result.err() + result.out();
    }

    private static void accepted(CommandLine.Result result) {
        assertEquals(0, result.code(), result.err() + result.out());
    }

    static Stream<Attack> attacks() {
        return attacks.attacks();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void isRefusedForItsOwnReason(Attack attack) throws IOException {
        String attacked = "attacked" + NUMBER.incrementAndGet();
        Descriptor image = shop.image(attacked, "right");
        shop.hang(attacked, image, attack.forgery().forged());
        String said = refused(12, verify(attacked, RED, shop.server.url()));
        assertTrue(said.contains(attack.reason().replace(": FAILED: ", ": ")), said);
        String shown = refused(12, byPolicy(attacked));
        assertTrue(shown.contains(attack.reason()), shown);

        // the same image with the same signature as it was, beside the forged one
        shop.hang(attacked, image, good);
        accepted(verify(attacked, RED, shop.server.url()));
        accepted(byPolicy(attacked));
    }

    @Test
    void theRightSignerOfAWrongIssuerIsRefused() throws IOException {
        shop.hang("issuer", shop.image("issuer", "right"), good);
        String said = refused(12, verify("issuer", RED, "https://accounts.example"));
        assertTrue(
                said.contains(
                        "certificate-oidc-issuer: the token was issued by "
                                + shop.server.url()
                                + ", want https://accounts.example"),
                said);
        accepted(verify("issuer", RED, shop.server.url()));
    }

    @Test
    void aPatternThatMatchesTheWholeNameRefusesLookAlikes() throws IOException {
        shop.hang(
                "pattern",
                shop.image("pattern", "right"),
                shop.signed(LOOK_ALIKE, Dsse.IN_TOTO, statement));
        List<String> words =
                List.of(
                        "verify",
                        "--trusted-root",
                        shop.server.trustedRoot().toString(),
                        "--certificate-oidc-issuer",
                        shop.server.url(),
                        "--certificate-identity-regexp");
        String whole = "^red@example\\.com$";
        String said = refused(12, cooper.run(with(words, whole, shop.name("pattern"))));
        assertTrue(said.contains("of " + LOOK_ALIKE + ", want one like " + whole), said);
        // as cosign reads it, which is why cooper policy lint warns of it
        accepted(cooper.run(with(words, "red@example.com", shop.name("pattern"))));
    }

    private static String[] with(List<String> words, String... more) {
        return Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void aSwappedTagIsRefused() throws IOException {
        shop.hang("swapped", shop.image("swapped", "right"), good);
        accepted(verify("swapped", RED, shop.server.url()));
        shop.image("swapped", "something else under the same tag");
        String said = refused(10, verify("swapped", RED, shop.server.url()));
        assertTrue(said.contains("no signatures found for " + shop.name("swapped")), said);
        String shown = refused(12, byPolicy("swapped"));
        assertTrue(shown.contains("the image is not signed"), shown);
        shop.hang("swapped", shop.image("swapped", "right"), good);
        accepted(byPolicy("swapped"));
    }

    @Test
    void aLogThatSignsWithAnotherKeyThanTheTrustedRootSaysIsRefused() throws IOException {
        JsonTree root = new JsonTree(Files.readAllBytes(shop.server.trustedRoot()));
        KeyPair other = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        root.put(
                "tlogs.0.publicKey.rawBytes",
                Base64.getEncoder().encodeToString(other.publicKey().getEncoded()));
        Path file = Files.write(directory.resolve("other-log.json"), root.bytes());
        shop.hang("log", shop.image("log", "right"), good);
        String said =
                refused(
                        12,
                        cooper.run(
                                "verify",
                                "--trusted-root",
                                file.toString(),
                                "--certificate-identity",
                                RED,
                                "--certificate-oidc-issuer",
                                shop.server.url(),
                                shop.name("log")));
        assertTrue(said.contains("inclusion-promise: the signed entry timestamp is not"), said);
        accepted(verify("log", RED, shop.server.url()));
    }
}
