package dev.cooper.trust.key;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import org.bouncycastle.crypto.generators.SCrypt;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * cosign's form of a private key under a password: scrypt makes a key of the password, secretbox
 * holds the PKCS#8 form.
 */
final class EncryptedKey {
    static final String TYPE = "ENCRYPTED SIGSTORE PRIVATE KEY";

    private static final String OLD_TYPE = "ENCRYPTED COSIGN PRIVATE KEY";
    private static final int COST = 1 << 16;
    private static final int BLOCKS = 8;
    private static final int SALT = 32;

    /** The costs that are read: of old files, of new ones, and OWASP's. Others could be attacks. */
    private static final Set<Long> COSTS = Set.of(1L << 15, 1L << 16, 1L << 17);

    private EncryptedKey() {}

    static boolean is(Pem block) {
        return block.type().equals(TYPE) || block.type().equals(OLD_TYPE);
    }

    static Pem seal(byte[] pkcs8, byte[] password, SecureRandom random) {
        byte[] salt = new byte[SALT];
        byte[] nonce = new byte[SecretBox.NONCE];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        byte[] key = SCrypt.generate(password, salt, COST, BLOCKS, 1, SecretBox.KEY);
        byte[] box = SecretBox.seal(key, nonce, pkcs8);
        PrivateKeys.wipe(key);
        Map<String, Object> costs = new LinkedHashMap<>();
        costs.put("N", (long) COST);
        costs.put("r", (long) BLOCKS);
        costs.put("p", 1L);
        Map<String, Object> kdf = new LinkedHashMap<>();
        kdf.put("name", "scrypt");
        kdf.put("params", costs);
        kdf.put("salt", base64(salt));
        Map<String, Object> cipher = new LinkedHashMap<>();
        cipher.put("name", "nacl/secretbox");
        cipher.put("nonce", base64(nonce));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kdf", kdf);
        all.put("cipher", cipher);
        all.put("ciphertext", base64(box));
        return Pem.of(TYPE, Json.write(all));
    }

    /**
     * Opens a key.
     *
     * @throws SyntaxException when the password is wrong, or the file of another form
     */
    static byte[] open(Pem block, byte[] password, String where) {
        JsonObject all = JsonObject.parse(block.content(), where);
        JsonObject kdf = all.object("kdf");
        JsonObject costs = kdf.object("params");
        JsonObject cipher = all.object("cipher");
        want(kdf.string("name"), "scrypt", where);
        want(cipher.string("name"), "nacl/secretbox", where);
        long cost = costs.integer("N");
        if (!COSTS.contains(cost) || costs.integer("r") != BLOCKS || costs.integer("p") != 1) {
            throw new SyntaxException(
                    where
                            + ": unsupported scrypt parameters N="
                            + cost
                            + ", r="
                            + costs.integer("r")
                            + ", p="
                            + costs.integer("p")
                            + "; want N of 32768, 65536 or 131072, r=8 and p=1");
        }
        byte[] salt = bytes(kdf, "salt", where);
        byte[] key = SCrypt.generate(password, salt, (int) cost, BLOCKS, 1, SecretBox.KEY);
        try {
            return SecretBox.open(
                            key, bytes(cipher, "nonce", where), bytes(all, "ciphertext", where))
                    .orElseThrow(() ->
                            new SyntaxException(
                                    where
                                            + ": the password is wrong, or the file was"
                                            + " changed"));
        } finally {
            PrivateKeys.wipe(key);
        }
    }

    private static void want(String found, String want, String where) {
        if (!found.equals(want)) {
            throw new SyntaxException(
                    where + ": encrypted with \"" + found + "\", want \"" + want + "\"");
        }
    }

    private static byte[] bytes(JsonObject from, String name, String where) {
        try {
            return Base64.getDecoder().decode(from.string(name));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(where + ": " + name + " is no base64", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
