package dev.cooper.trust.notary;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.Pem;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A file of a private key: PKCS#8 under a password (PBES2 as notary does it), with the role and the
 * repository that it is for in front.
 *
 * @param block what is in the file
 * @param where the file, for messages
 */
public record KeyFile(Pem block, String where) {
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final int ROUNDS = 2048;
    private static final int MOST_ROUNDS = 10_000_000;
    private static final int SALT = 8;

    /**
     * Reads the first key of a file.
     *
     * @throws SyntaxException when it holds none
     */
    public static KeyFile parse(byte[] file, String where) {
        return parseAll(file, where).getFirst();
    }

    /**
     * Reads all keys of a file.
     *
     * @throws SyntaxException when it holds none
     */
    public static List<KeyFile> parseAll(byte[] file, String where) {
        List<KeyFile> all =
                Pem.parse(file, where).stream()
                        .filter(block -> block.type().endsWith("PRIVATE KEY"))
                        .map(block -> new KeyFile(block, where))
                        .toList();
        if (all.isEmpty()) {
            throw new SyntaxException(
                    where + " holds no private key; want -----BEGIN PRIVATE KEY-----");
        }
        return all;
    }

    /** Locks a key with a password; the role and the repository stand in front, "" for none. */
    public static KeyFile seal(SigningKey key, String role, String gun, String password) {
        byte[] pkcs8 = key.pkcs8();
        try {
            byte[] salt = new byte[SALT];
            byte[] start = new byte[16];
            SecureRandom random = new SecureRandom();
            random.nextBytes(salt);
            random.nextBytes(start);
            byte[] content =
                    cipher(Cipher.ENCRYPT_MODE, password, salt, ROUNDS, "SHA1", start)
                            .doFinal(pkcs8);
            AlgorithmIdentifier scheme =
                    new AlgorithmIdentifier(
                            PKCSObjectIdentifiers.id_PBES2,
                            new PBES2Parameters(
                                    new KeyDerivationFunc(
                                            PKCSObjectIdentifiers.id_PBKDF2,
                                            new PBKDF2Params(salt, ROUNDS)),
                                    new EncryptionScheme(
                                            NISTObjectIdentifiers.id_aes256_CBC,
                                            new DEROctetString(start))));
            byte[] der = new EncryptedPrivateKeyInfo(scheme, content).getEncoded("DER");
            return new KeyFile(Pem.of(ENCRYPTED, headers(role, gun), der), "new key");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e); // every JDK has these
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static Map<String, String> headers(String role, String gun) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!gun.isEmpty()) {
            headers.put("gun", gun);
        }
        if (!role.isEmpty()) {
            headers.put("role", role);
        }
        return headers;
    }

    /** Whether a password is needed. */
    public boolean isLocked() {
        return block.type().equals(ENCRYPTED);
    }

    /** The role that the key is for, "" when the file does not say it. */
    public String role() {
        return block.headers().getOrDefault("role", "");
    }

    /** The repository that the key is for, "" for none. */
    public String gun() {
        return block.headers().getOrDefault("gun", "");
    }

    /** The text of the file. */
    public String text() {
        return block.text();
    }

    /** The name of the key where notary has exported it, else the file. */
    public String label() {
        return block.headers().getOrDefault("path", where);
    }

    /** The same as notary exports it, with its name in front. */
    public KeyFile exported(String id) {
        Map<String, String> headers = headers(role(), gun());
        headers.put("path", id);
        return new KeyFile(Pem.of(block.type(), new TreeMap<>(headers), block.content()), where);
    }

    /** The same for a role and a repository. */
    KeyFile of(String role, String gun) {
        return new KeyFile(Pem.of(block.type(), headers(role, gun), block.content()), where);
    }

    /**
     * Unlocks the key.
     *
     * @param password not looked at when none is needed
     * @throws SyntaxException when the password is wrong, or the key cannot be read
     */
    public SigningKey open(String password) {
        if (!isLocked()) {
            byte[] plain =
                    Pem.of(block.type(), block.content())
                            .text()
                            .getBytes(StandardCharsets.US_ASCII);
            return SigningKey.of(KeyPair.parse(plain, where, () -> new byte[0]));
        }
        return SigningKey.of(KeyPair.ofPkcs8(decrypted(password), where));
    }

    private byte[] decrypted(String password) {
        try {
            EncryptedPrivateKeyInfo sealed = EncryptedPrivateKeyInfo.getInstance(block.content());
            if (!sealed.getEncryptionAlgorithm()
                    .getAlgorithm()
                    .equals(PKCSObjectIdentifiers.id_PBES2)) {
                throw unsupported();
            }
            PBES2Parameters how =
                    PBES2Parameters.getInstance(sealed.getEncryptionAlgorithm().getParameters());
            PBKDF2Params derivation =
                    PBKDF2Params.getInstance(how.getKeyDerivationFunc().getParameters());
            int rounds = derivation.getIterationCount().intValueExact();
            boolean known =
                    how.getEncryptionScheme()
                            .getAlgorithm()
                            .equals(NISTObjectIdentifiers.id_aes256_CBC);
            if (!known || rounds < 1 || rounds > MOST_ROUNDS) {
                throw unsupported();
            }
            byte[] start =
                    ASN1OctetString.getInstance(how.getEncryptionScheme().getParameters())
                            .getOctets();
            String hash = hash(derivation.getPrf().getAlgorithm());
            return cipher(Cipher.DECRYPT_MODE, password, derivation.getSalt(), rounds, hash, start)
                    .doFinal(sealed.getEncryptedData());
        } catch (GeneralSecurityException e) {
            throw new SyntaxException(
                    where + ": the passphrase is wrong, or the file was changed", e);
        } catch (IllegalArgumentException | ArithmeticException e) {
            if (e instanceof SyntaxException sentence) {
                throw sentence;
            }
            throw new SyntaxException(where + ": the private key is damaged", e);
        }
    }

    private String hash(ASN1ObjectIdentifier function) {
        if (function.equals(PKCSObjectIdentifiers.id_hmacWithSHA1)) {
            return "SHA1";
        }
        if (function.equals(PKCSObjectIdentifiers.id_hmacWithSHA256)) {
            return "SHA256";
        }
        throw unsupported();
    }

    private SyntaxException unsupported() {
        return new SyntaxException(
                where
                        + ": the key is encrypted in another way than notary does it; convert it:"
                        + " openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA1 -in KEY");
    }

    private static Cipher cipher(
            int mode, String password, byte[] salt, int rounds, String hash, byte[] start)
            throws GeneralSecurityException {
        PBEKeySpec secret = new PBEKeySpec(password.toCharArray(), salt, rounds, 256);
        byte[] key =
                SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash)
                        .generateSecret(secret)
                        .getEncoded();
        secret.clearPassword();
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(start));
            return cipher;
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
