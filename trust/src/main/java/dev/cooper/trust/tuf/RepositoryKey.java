package dev.cooper.trust.tuf;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.key.PublicKeys;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.HexFormat;
import java.util.List;

/**
 * A key that signs metadata.
 *
 * @param key the key itself
 * @param scheme how it signs
 */
record RepositoryKey(PublicKey key, String scheme) {
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final List<String> SCHEMES =
            List.of(
                    "ed25519",
                    "ecdsa-sha2-nistp256",
                    "ecdsa-sha2-nistp384",
                    "rsassa-pss-sha256",
                    "rsa-pkcs1v15-sha256");

    /** Tells whether keys of this scheme can verify anything here. */
    static boolean isKnown(JsonObject json) {
        return SCHEMES.contains(json.string("scheme"));
    }

    static RepositoryKey parse(JsonObject json) {
        String text = json.object("keyval").string("public");
        PublicKey key =
                text.startsWith("-----")
                        ? PublicKeys.parse(text.getBytes(StandardCharsets.UTF_8), json.where())
                                .getFirst()
                        : PublicKeys.ofDer(edwards(text, json.where()), json.where());
        return new RepositoryKey(key, json.string("scheme"));
    }

    private static byte[] edwards(String hex, String where) {
        try {
            ByteArrayOutputStream der = new ByteArrayOutputStream();
            der.writeBytes(ED25519);
            der.writeBytes(HexFormat.of().parseHex(hex));
            return der.toByteArray();
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(where + ": the public key is neither PEM nor hex", e);
        }
    }

    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature check =
                    Signature.getInstance(
                            switch (scheme) {
                                case "ed25519" -> "Ed25519";
                                case "ecdsa-sha2-nistp256" -> "SHA256withECDSA";
                                case "ecdsa-sha2-nistp384" -> "SHA384withECDSA";
                                case "rsassa-pss-sha256" -> "RSASSA-PSS";
                                default -> "SHA256withRSA";
                            });
            if (scheme.equals("rsassa-pss-sha256")) {
                check.setParameter(
                        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // another kind of key than the scheme's, or no signature at all
        }
    }
}
