package dev.cooper.trust.key;

import dev.cooper.oci.SyntaxException;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/** Private keys that are not encrypted: PKCS#8, and what came before it (PKCS#1, SEC1). */
public final class PrivateKeys {
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_OID = HexFormat.of().parseHex("06072a8648ce3d0201");

    /** The object identifiers of the kinds of keys, and what the JDK calls them. */
    private static final Map<String, String> KINDS =
            Map.of(
                    "2a864886f70d010101", "RSA",
                    "2a8648ce3d0201", "EC",
                    "2b6570", "Ed25519");

    private PrivateKeys() {}

    /**
     * Reads the first private key in the clear of a PEM file, such as servers have it for TLS.
     *
     * @param where the file, for messages
     * @throws SyntaxException when there is none, or it is damaged or of another kind
     */
    public static PrivateKey parse(byte[] file, String where) {
        for (Pem block : Pem.parse(file, where)) {
            if (isPlain(block)) {
                return read(pkcs8(block, where), where);
            }
        }
        throw new SyntaxException(
                where
                        + " holds no private key in the clear; want PRIVATE KEY, RSA PRIVATE KEY or"
                        + " EC PRIVATE KEY");
    }

    /** Whether a block of a PEM file is a private key in the clear. */
    static boolean isPlain(Pem block) {
        return switch (block.type()) {
            case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY" -> true;
            default -> false;
        };
    }

    /** Brings a key in the clear into the form of PKCS#8. */
    static byte[] pkcs8(Pem block, String where) {
        if (block.headers().containsKey("DEK-Info")) {
            throw new SyntaxException(
                    where + " is encrypted as OpenSSL did it; decrypt it: openssl pkey -in KEY");
        }
        try {
            return switch (block.type()) {
                case "RSA PRIVATE KEY" ->
                        Der.write(
                                Der.SEQUENCE,
                                VERSION_0,
                                RSA,
                                Der.write(Der.OCTET_STRING, block.content()));
                case "EC PRIVATE KEY" -> ofSec1(block.content());
                default -> block.content();
            };
        } catch (IllegalArgumentException e) {
            throw damaged(where, e);
        }
    }

    /** A key of SEC1 must name its curve, which PKCS#8 names outside. */
    private static byte[] ofSec1(byte[] key) {
        Der fields = Der.of(key).in(Der.SEQUENCE);
        fields.in(Der.INTEGER);
        fields.in(Der.OCTET_STRING);
        byte[] curve = fields.in(0xa0).rest();
        return Der.write(
                Der.SEQUENCE,
                VERSION_0,
                Der.write(Der.SEQUENCE, EC_OID, curve),
                Der.write(Der.OCTET_STRING, key));
    }

    /**
     * Reads a key.
     *
     * @param where what is read, for messages
     * @throws SyntaxException when it is damaged or of another kind
     */
    static PrivateKey read(byte[] pkcs8, String where) {
        try {
            Der fields = Der.of(pkcs8).in(Der.SEQUENCE);
            fields.in(Der.INTEGER);
            byte[] oid = fields.in(Der.SEQUENCE).in(0x06).rest();
            String kind = KINDS.get(HexFormat.of().formatHex(oid));
            if (kind == null) {
                throw new SyntaxException(
                        where + ": the private key is of another kind than RSA, EC and Ed25519");
            }
            return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw damaged(where, e);
        }
    }

    private static SyntaxException damaged(String where, Exception e) {
        if (e instanceof SyntaxException sentence) {
            return sentence;
        }
        return new SyntaxException(
                where + ": the private key cannot be read: " + e.getMessage(), e);
    }

    /** Forgets what is secret. */
    static void wipe(byte[] secret) {
        Arrays.fill(secret, (byte) 0);
    }
}
