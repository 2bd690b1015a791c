package dev.cooper.trust.notary;

import dev.cooper.oci.Digest;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.key.Pem;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.tuf.CanonicalJson;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A public key as metadata names it.
 *
 * @param type {@code ecdsa}, {@code rsa}, {@code ed25519}, or the first two with {@code -x509}
 *     after them
 * @param content base64 of PKIX, of the 32 bytes of Ed25519, or of a certificate in PEM
 */
public record TrustKey(String type, String content) {
    private static final String CERTIFICATE = "-x509";
    private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    /** Reads a key of metadata; what is in it is looked at when it is used. */
    public static TrustKey parse(JsonObject json) {
        return new TrustKey(json.string("keytype"), json.object("keyval").string("public"));
    }

    /** Names a key. */
    public static TrustKey of(PublicKey key) {
        byte[] der = key.getEncoded();
        return switch (key) {
            case ECPublicKey _ -> new TrustKey("ecdsa", base64(der));
            case RSAPublicKey _ -> new TrustKey("rsa", base64(der));
            default ->
                    new TrustKey(
                            "ed25519",
                            base64(Arrays.copyOfRange(der, ED25519_HEAD.length, der.length)));
        };
    }

    /** Names a key that is in a certificate. */
    static TrustKey ofCertificate(X509Certificate certificate) {
        try {
            String pem = Pem.of("CERTIFICATE", certificate.getEncoded()).text();
            String bare = of(certificate.getPublicKey()).type();
            return new TrustKey(
                    bare + CERTIFICATE, base64(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IllegalStateException(e); // it was made here
        }
    }

    /**
     * Reads the public keys of a file: PEM of PKIX, or of a certificate.
     *
     * @param where the file, for messages
     * @throws SyntaxException when it holds none
     */
    public static TrustKey ofFile(byte[] file, String where) {
        for (Pem block : Pem.parse(file, where)) {
            if (block.type().equals("PUBLIC KEY")) {
                return of(PublicKeys.ofDer(block.content(), where));
            }
            if (block.type().equals("CERTIFICATE")) {
                return ofCertificate(certificate(block.content(), where));
            }
        }
        throw new SyntaxException(
                where + " holds no public key; want -----BEGIN PUBLIC KEY----- or a certificate");
    }

    /** The name by which metadata and files refer to it. */
    public String id() {
        return Digest.sha256(CanonicalJson.write(toMap())).hex();
    }

    /** The name of the key alone, without the certificate around it: that of its file. */
    public String bareId() {
        return isCertificate() ? of(publicKey()).id() : id();
    }

    boolean isCertificate() {
        return type.endsWith(CERTIFICATE);
    }

    /**
     * Returns the certificate.
     *
     * @throws SyntaxException when it is none
     */
    X509Certificate certificate() {
        String where = "certificate of the key " + id();
        return certificate(Pem.parse(decoded(), where).getFirst().content(), where);
    }

    private static X509Certificate certificate(byte[] der, String where) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new SyntaxException(where + ": it cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the key itself.
     *
     * @throws SyntaxException when it cannot be read
     */
    public PublicKey publicKey() {
        PublicKey key = read();
        if (!type.startsWith(of(key).type())) {
            throw new SyntaxException("key " + id() + " is no " + type + " as it says");
        }
        return key;
    }

    private PublicKey read() {
        return switch (type) {
            case "ecdsa-x509", "rsa-x509" -> certificate().getPublicKey();
            case "ecdsa", "rsa" -> PublicKeys.ofDer(decoded(), "key " + id());
            case "ed25519" -> {
                byte[] raw = decoded();
                byte[] der = Arrays.copyOf(ED25519_HEAD, ED25519_HEAD.length + raw.length);
                System.arraycopy(raw, 0, der, ED25519_HEAD.length, raw.length);
                yield PublicKeys.ofDer(der, "key " + id());
            }
            default ->
                    throw new SyntaxException(
                            "key " + id() + " is of the unknown type \"" + type + "\"");
        };
    }

    private byte[] decoded() {
        try {
            return Base64.getDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("a key of type " + type + " is no base64", e);
        }
    }

    /** The form that metadata has; private is never filled. */
    public Map<String, Object> toMap() {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("private", null);
        value.put("public", content);
        return Map.of("keytype", type, "keyval", value);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
