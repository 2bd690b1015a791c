package dev.cooper.trust.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keys of a token: SoftHSM's, made by pkcs11-tool, their signatures verified by openssl. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class Pkcs11IT {
    private static final byte[] MESSAGE = "what is signed\n".getBytes(StandardCharsets.UTF_8);
    private static final String PIN = "4711";

    @TempDir static Path scratch;

    private static Path module;

    @BeforeAll
    static void makeTokens() throws IOException, InterruptedException {
        Path util = Peers.require("softhsm2-util");
        Peers.require("pkcs11-tool");
        Peers.require("openssl");
        module = Path.of("/usr/lib/softhsm/libsofthsm2.so");
        // the module reads where its tokens are from a variable, which a process cannot set of
        // itself: so the tokens are where its configuration says by default, under a name of ours
        tool(
                util.toString(),
                "--init-token",
                "--free",
                "--label",
                token(),
                "--so-pin",
                PIN,
                "--pin",
                PIN);
        generate("ec", "EC:prime256v1", "01");
        generate("ec384", "EC:secp384r1", "02");
        generate("rsa", "rsa:2048", "03");
    }

    private static String token() {
        return "cooper-" + ProcessHandle.current().pid();
    }

    @AfterAll
    static void removeTokens() throws IOException, InterruptedException {
        if (module != null) {
            tool(Peers.require("softhsm2-util").toString(), "--delete-token", "--token", token());
        }
    }

    private static void generate(String label, String type, String id)
            throws IOException, InterruptedException {
        tool(
                Peers.require("pkcs11-tool").toString(),
                "--module",
                module.toString(),
                "--token-label",
                token(),
                "--login",
                "--pin",
                PIN,
                "--keypairgen",
                "--key-type",
                type,
                "--label",
                label,
                "--id",
                id);
    }

    private static void tool(String... command) throws IOException, InterruptedException {
        Processes.run(new ProcessBuilder(command), new byte[0], Duration.ofMinutes(1)).ok();
    }

    private static Signer open(String uri, Map<String, String> environment) throws IOException {
        return new KeyReference(uri).open(environment, () -> new byte[0]);
    }

    private static String uri(String rest) {
        return "pkcs11:token=" + token() + ";" + rest + "?module-path=" + module;
    }

    /** Before the others: whoever is logged in is asked no more. */
    @Test
    @Order(1)
    void aWrongPinIsSaid() {
        String hidden = says(uri("object=ec") + "&pin-value=12345678", Map.of());
        assertTrue(hidden.contains("the PIN is wrong"), hidden);
    }

    @ParameterizedTest
    @CsvSource({"ec, 256, ECDSA_P256", "ec384, 384, ECDSA_P384", "rsa, 256, RSA_2048"})
    void opensslVerifiesWhatATokenSigns(String label, String hash, KeyAlgorithm algorithm)
            throws IOException, InterruptedException {
        Signer signer = open(uri("object=" + label), Map.of("COSIGN_PKCS11_PIN", PIN));

        assertEquals(algorithm, signer.algorithm());
        Path key = Files.writeString(scratch.resolve(label), PublicKeys.pem(signer.publicKey()));
        Path message = Files.write(scratch.resolve(label + ".message"), MESSAGE);
        Path signature = Files.write(scratch.resolve(label + ".sig"), signer.sign(MESSAGE));
        List<String> verify = new ArrayList<>(List.of(Peers.require("openssl").toString(), "dgst"));
        verify.addAll(List.of("-sha" + hash, "-verify", key.toString()));
        verify.addAll(List.of("-signature", signature.toString(), message.toString()));
        Processes.run(verify).ok();
    }

    @Test
    void aKeyIsFoundByItsNumberAndThePinIsReadFromTheName() throws IOException {
        String uri = uri("id=%01") + "&pin-value=" + PIN;
        Signer signer = open(uri, Map.of());
        assertTrue(Verifier.of(signer.publicKey()).verifies(MESSAGE, signer.sign(MESSAGE)));

        Signer other = open(uri("object=ec"), Map.of("COSIGN_PKCS11_PIN", PIN));
        assertArrayEquals(signer.publicKey().getEncoded(), other.publicKey().getEncoded());
    }

    @Test
    void thePublicKeyIsReadWithoutAPin() throws IOException {
        String uri = "pkcs11:token=" + token() + ";object=ec";
        Map<String, String> environment = Map.of("COSIGN_PKCS11_MODULE_PATH", module.toString());
        assertEquals(
                KeyAlgorithm.ECDSA_P256,
                KeyAlgorithm.of(new KeyReference(uri).publicKey(environment, () -> new byte[0])));
    }

    @Test
    void whatIsNotThereIsSaid() {
        Map<String, String> pin = Map.of("COSIGN_PKCS11_PIN", PIN);
        String gone = says(uri("object=other"), pin);
        assertTrue(gone.contains("no such private key"), gone);
        String token = says("pkcs11:token=none;object=ec?module-path=" + module, pin);
        assertTrue(token.contains("no such token"), token);
        String module = says("pkcs11:object=ec?module-path=/nowhere.so", pin);
        assertTrue(module.contains("no such PKCS#11 module"), module);
    }

    private static String says(String uri, Map<String, String> environment) {
        Exception e = assertThrows(Exception.class, () -> open(uri, environment));
        assertTrue(e instanceof SyntaxException || e instanceof IOException, e::toString);
        return String.valueOf(e.getMessage());
    }
}
