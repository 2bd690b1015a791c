package dev.cooper.trust.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

class KeptKeysTest {
    private static final byte[] MESSAGE = "what is signed".getBytes(StandardCharsets.UTF_8);

    @TempDir Path scratch;

    private KeyServers servers;

    @BeforeEach
    void start() throws IOException {
        servers = new KeyServers();
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private Map<String, String> vault() {
        return Map.of("VAULT_ADDR", servers.address(), "VAULT_TOKEN", KeyServers.TOKEN);
    }

    private Map<String, String> cluster() throws IOException {
        Path file = scratch.resolve("config");
        Files.writeString(
                file,
                """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts:
                - name: here
                  context: {cluster: trial, user: me}
                clusters:
                - name: trial
                  cluster: {server: "ADDRESS"}
                users:
                - name: me
                  user: {token: TOKEN}
                """
                        .replace("ADDRESS", servers.address())
                        .replace("TOKEN", KeyServers.TOKEN));
        return Map.of("KUBECONFIG", file.toString());
    }

    private static Signer open(String reference, Map<String, String> environment)
            throws IOException {
        return new KeyReference(reference).open(environment, () -> new byte[0]);
    }

    private static String says(String reference, Map<String, String> environment) {
        Exception e = assertThrows(Exception.class, () -> open(reference, environment));
        assertTrue(e instanceof SyntaxException || e instanceof IOException, e::toString);
        return String.valueOf(e.getMessage());
    }

    @ParameterizedTest
    @EnumSource(names = {"ECDSA_P256", "ECDSA_P384", "RSA_2048", "ED25519"})
    void aVaultMakesKeysAndSignsWithTheNewest(KeyAlgorithm algorithm) throws IOException {
        KeyReference key = new KeyReference("hashivault://shop");
        byte[] made = key.create(vault(), Optional.of(algorithm)).getEncoded();

        Signer signer = open("hashivault://shop", vault());
        assertEquals(algorithm, signer.algorithm());
        assertArrayEquals(made, signer.publicKey().getEncoded());
        assertTrue(Verifier.of(signer.publicKey()).verifies(MESSAGE, signer.sign(MESSAGE)));
    }

    @Test
    void aSignatureThatIsNotOfTheKeyGoesNowhere() throws IOException {
        new KeyReference("hashivault://shop").create(vault(), Optional.empty());
        Signer signer = open("hashivault://shop", vault());
        servers.lies = true;
        IOException e = assertThrows(IOException.class, () -> signer.sign(MESSAGE));
        assertTrue(e.getMessage().contains("not of its public key"), e.getMessage());
    }

    @Test
    void aKeyThatIsThereIsNotTakenForAnother() throws IOException {
        KeyReference key = new KeyReference("hashivault://shop");
        key.create(vault(), Optional.empty());
        IOException e =
                assertThrows(
                        IOException.class,
                        () -> key.create(vault(), Optional.of(KeyAlgorithm.RSA_2048)));
        assertTrue(e.getMessage().contains("exists already"), e.getMessage());
    }

    @Test
    void whyAVaultGivesNoKeyIsSaid() {
        assertTrue(says("hashivault://shop", Map.of()).contains("VAULT_ADDR is not set"));
        assertTrue(says("hashivault://../sys", vault()).contains("want hashivault://NAME"));
        assertTrue(says("hashivault://gone", vault()).contains("status 404"));
        Map<String, String> stranger =
                Map.of("VAULT_ADDR", servers.address(), "VAULT_TOKEN", "other");
        assertTrue(says("hashivault://shop", stranger).contains("permission denied"));
        Map<String, String> nobody = Map.of("VAULT_ADDR", "http://127.0.0.1:1", "VAULT_TOKEN", "t");
        assertTrue(says("hashivault://shop", nobody).contains("cannot be reached"));
        Map<String, String> blind =
                Map.of("VAULT_ADDR", servers.address(), "VAULT_SKIP_VERIFY", "1");
        assertTrue(says("hashivault://shop", blind).contains("VAULT_CACERT"));
    }

    @Test
    void aClusterKeepsAPairUnderItsPassword() throws IOException {
        KeyPair pair = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        ClusterKey secret = ClusterKey.of("k8s://shop/signing", cluster());
        secret.create(pair, "secret".getBytes(StandardCharsets.UTF_8));

        Signer signer = open("k8s://shop/signing", cluster());
        assertTrue(Verifier.of(pair.publicKey()).verifies(MESSAGE, signer.sign(MESSAGE)));
        assertArrayEquals(
                pair.publicKey().getEncoded(),
                new KeyReference("k8s://shop/signing")
                        .publicKey(cluster(), () -> new byte[0])
                        .getEncoded());
        IOException e =
                assertThrows(IOException.class, () -> secret.create(pair, new byte[] {'x'}));
        assertTrue(e.getMessage().contains("exists already"), e.getMessage());
    }

    @Test
    void whyAClusterGivesNoKeyIsSaid() throws IOException {
        assertTrue(says("k8s://shop/gone", cluster()).contains("not found"));
        assertTrue(says("k8s://shop", cluster()).contains("want k8s://NAMESPACE/SECRET"));
        Map<String, String> outside = Map.of("HOME", scratch.toString());
        assertTrue(says("k8s://shop/signing", outside).contains("no cluster is known"));
        Path file = Files.writeString(scratch.resolve("bad"), "contexts: [");
        Map<String, String> damaged = Map.of("KUBECONFIG", file.toString());
        assertTrue(says("k8s://shop/signing", damaged).contains("no YAML"));
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        String said = says("trial://shop", Map.of("PATH", scratch.toString()));
        assertTrue(said.contains("sigstore-kms-trial"), said);
    }

    @Test
    void namesOfTokensAreReadAsTheStandardWantsThem() {
        Pkcs11Uri uri = Pkcs11Uri.parse("pkcs11:token=a%20b;object=k;id=%01%ff?pin-value=1%26");
        assertEquals("a b", uri.word("token").orElseThrow());
        assertArrayEquals(new byte[] {1, -1}, uri.path().get("id"));
        assertEquals("1&", new String(uri.query().get("pin-value"), StandardCharsets.UTF_8));
        assertEquals("pkcs11:token=a%20b;object=k;id=%01%ff", uri.text());
        for (String bad :
                new String[] {"pkcs11:", "pkcs11:object=%4", "pkcs11:object=a;object=b"}) {
            assertThrows(SyntaxException.class, () -> Pkcs11Uri.parse(bad), bad);
        }
    }
}
