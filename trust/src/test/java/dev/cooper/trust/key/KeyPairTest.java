package dev.cooper.trust.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

class KeyPairTest {
    private static final byte[] MESSAGE = bytes("know who made it");
    private static final KeyPair.Password NOBODY =
            () -> {
                throw new AssertionError("nobody may be asked");
            };

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void signsWhatItsPublicKeyVerifiesAndNothingElse(KeyAlgorithm algorithm) {
        KeyPair pair = KeyPair.generate(algorithm);
        Verifier verifier = new Verifier(pair.publicKey(), algorithm);
        byte[] signature = pair.sign(MESSAGE);
        assertTrue(verifier.verifies(MESSAGE, signature));
        assertFalse(verifier.verifies(bytes("something else"), signature));
        assertFalse(verifier.verifies(MESSAGE, bytes("no signature")));
        Verifier other = new Verifier(KeyPair.generate(algorithm).publicKey(), algorithm);
        assertFalse(other.verifies(MESSAGE, signature));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RSA_3072", "RSA_4096", "ED25519_PH"})
    void keysComeBackFromUnderTheirPassword(KeyAlgorithm algorithm) {
        KeyPair pair = KeyPair.generate(algorithm);
        byte[] file = bytes(pair.sealed(bytes("hello")));
        KeyPair back = KeyPair.parse(file, "cosign.key", () -> bytes("hello"));
        assertEquals(algorithm, back.algorithm());
        assertEquals(pair.publicKey(), back.publicKey());
        assertTrue(Verifier.of(pair.publicKey()).verifies(MESSAGE, back.sign(MESSAGE)));
    }

    @Test
    void aWrongPasswordIsCalledThat() {
        byte[] file = bytes(KeyPair.generate(KeyAlgorithm.ED25519).sealed(bytes("hello")));
        SyntaxException wrong =
                assertThrows(
                        SyntaxException.class,
                        () -> KeyPair.parse(file, "cosign.key", () -> bytes("Hello")));
        assertEquals(
                "cosign.key: the password is wrong, or the file was changed", wrong.getMessage());
    }

    @Test
    void costsOfThePasswordThatNobodyWritesAreRefusedBeforeTheyArePaid() {
        String json =
                """
                {"kdf":{"name":"scrypt","params":{"N":1073741824,"r":8,"p":1},"salt":"AAAA"},\
                "cipher":{"name":"nacl/secretbox","nonce":"AAAA"},"ciphertext":"AAAA"}\
                """;
        byte[] file = bytes(Pem.of(EncryptedKey.TYPE, bytes(json)).text());
        SyntaxException refused =
                assertThrows(
                        SyntaxException.class,
                        () -> KeyPair.parse(file, "k", () -> bytes("hello")));
        assertTrue(
                refused.getMessage()
                        .startsWith("k: unsupported scrypt parameters N=1073741824, r=8, p=1"),
                refused.getMessage());
    }

    /** The example of NaCl's documentation. */
    @Test
    void secretBoxIsNacls() {
        HexFormat hex = HexFormat.of();
        byte[] key =
                hex.parseHex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
        byte[] nonce = hex.parseHex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");
        byte[] text =
                hex.parseHex(
                        "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffc"
                                + "e5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31"
                                + "0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde"
                                + "048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f93776384864"
                                + "5e0705");
        byte[] box = SecretBox.seal(key, nonce, text);
        assertEquals(
                "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce",
                hex.formatHex(box, 0, 32));
        assertArrayEquals(text, SecretBox.open(key, nonce, box).orElseThrow());
        box[20] ^= 1;
        assertTrue(SecretBox.open(key, nonce, box).isEmpty());
    }

    @Test
    void aPublicKeyIsNoPrivateOne() {
        byte[] file = bytes(PublicKeys.pem(KeyPair.generate(KeyAlgorithm.ED25519).publicKey()));
        SyntaxException wrong =
                assertThrows(
                        SyntaxException.class, () -> KeyPair.parse(file, "cosign.pub", NOBODY));
        assertTrue(wrong.getMessage().startsWith("cosign.pub holds no private key but PUBLIC KEY"));
    }

    @Test
    void damagedFilesEndWithASentence() {
        for (String text :
                List.of(
                        "",
                        "-----BEGIN PRIVATE KEY-----\nAAAA",
                        "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----",
                        "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----",
                        "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----",
                        "-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\ne30=\n"
                                + "-----END ENCRYPTED SIGSTORE PRIVATE KEY-----")) {
            SyntaxException wrong =
                    assertThrows(
                            SyntaxException.class,
                            () -> KeyPair.parse(bytes(text), "cosign.key", () -> bytes("")));
            assertTrue(wrong.getMessage().startsWith("cosign.key"), wrong.getMessage());
        }
    }

    @Test
    void onlyAlgorithmsThatGoWithTheKeyAreTaken() {
        KeyPair pair = KeyPair.generate(KeyAlgorithm.ED25519);
        assertEquals(KeyAlgorithm.ED25519_PH, pair.signing(KeyAlgorithm.ED25519_PH).algorithm());
        assertThrows(SyntaxException.class, () -> pair.signing(KeyAlgorithm.ECDSA_P256));
    }
}
