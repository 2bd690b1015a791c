package dev.cooper.trust.notary;

import dev.cooper.oci.JsonObject;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One signature under a document.
 *
 * @param keyId of the key
 * @param method how it was made, such as {@code ecdsa}
 * @param sig itself, in base64
 */
public record RoleSignature(String keyId, String method, String sig) {
    private static final int LEAST_RSA_BITS = 2048;

    static RoleSignature parse(JsonObject json) {
        return new RoleSignature(json.string("keyid"), json.string("method"), json.string("sig"));
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("keyid", keyId);
        map.put("method", method);
        map.put("sig", sig);
        return map;
    }

    /** Whether it is of this key over this message. */
    boolean isOf(TrustKey trusted, byte[] message) {
        try {
            PublicKey key = trusted.publicKey();
            Signature check = of(method.toLowerCase(Locale.ROOT), key);
            check.initVerify(key);
            check.update(message);
            return check.verify(Base64.getDecoder().decode(sig));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return false; // of another form, or made for another kind of key
        }
    }

    /** A signature of this method, which only goes with its own kind of key. */
    private static Signature of(String method, PublicKey key) throws GeneralSecurityException {
        return switch (key) {
            case ECPublicKey _ when method.equals("ecdsa") -> newEcdsa();
            case RSAPublicKey rsa
                    when method.equals("rsapss")
                            && rsa.getModulus().bitLength() >= LEAST_RSA_BITS ->
                    newPss();
            case RSAPublicKey rsa
                    when method.equals("rsapkcs1v15")
                            && rsa.getModulus().bitLength() >= LEAST_RSA_BITS ->
                    Signature.getInstance("SHA256withRSA");
            default -> {
                if (!method.equals("eddsa")) {
                    throw new GeneralSecurityException("no " + method + " with this key");
                }
                yield Signature.getInstance("Ed25519");
            }
        };
    }

    static Signature newEcdsa() throws GeneralSecurityException {
        return Signature.getInstance("SHA256withECDSAinP1363Format");
    }

    static Signature newPss() throws GeneralSecurityException {
        Signature made = Signature.getInstance("RSASSA-PSS");
        made.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return made;
    }
}
