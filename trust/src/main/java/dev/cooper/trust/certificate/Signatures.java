package dev.cooper.trust.certificate;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Map;

/** Signatures whose way is named by a number, as certificates and time stamps have them. */
public final class Signatures {
    // SHA-1 and MD5 are left out on purpose: whoever signs with them proves nothing any more.
    private static final Map<String, String> WAYS =
            Map.of(
                    "1.2.840.10045.4.3.2", "SHA256withECDSA",
                    "1.2.840.10045.4.3.3", "SHA384withECDSA",
                    "1.2.840.10045.4.3.4", "SHA512withECDSA",
                    "1.2.840.113549.1.1.11", "SHA256withRSA",
                    "1.2.840.113549.1.1.12", "SHA384withRSA",
                    "1.2.840.113549.1.1.13", "SHA512withRSA",
                    "1.3.101.112", "Ed25519");

    private static final Map<String, String> HASHES =
            Map.of(
                    "2.16.840.1.101.3.4.2.1", "SHA-256",
                    "2.16.840.1.101.3.4.2.2", "SHA-384",
                    "2.16.840.1.101.3.4.2.3", "SHA-512");

    private Signatures() {}

    /** Verifies a signature; what is not known does not hold. */
    public static boolean verify(PublicKey key, String oid, byte[] message, byte[] signature) {
        String way = WAYS.get(oid);
        return way != null && verifyNamed(key, way, message, signature);
    }

    /**
     * Verifies a signature of which the way, or only the kind of the key and apart from it the
     * hash, is named.
     */
    public static boolean verify(
            PublicKey key, String oid, String hashOid, byte[] message, byte[] signature) {
        if (WAYS.containsKey(oid)) {
            return verify(key, oid, message, signature);
        }
        String hash = HASHES.get(hashOid);
        String kind =
                switch (oid) {
                    case "1.2.840.10045.2.1" -> "ECDSA";
                    case "1.2.840.113549.1.1.1" -> "RSA";
                    default -> "";
                };
        return hash != null
                && !kind.isEmpty()
                && verifyNamed(key, hash.replace("-", "") + "with" + kind, message, signature);
    }

    /** Returns Java's name of a hash; empty when it is not known or proves nothing any more. */
    public static String hashName(String oid) {
        return HASHES.getOrDefault(oid, "");
    }

    private static boolean verifyNamed(
            PublicKey key, String way, byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance(way);
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // a key of another kind, or not even of the form of a signature
        }
    }
}
