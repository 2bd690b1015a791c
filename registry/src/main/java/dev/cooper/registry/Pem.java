package dev.cooper.registry;

import dev.cooper.oci.SyntaxException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Certificates and private keys as PEM files have them. */
final class Pem {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /** Version 0 and the algorithm RSA, which a PKCS#1 key does not name itself. */
    private static final byte[] RSA_HEAD =
            HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private Pem() {}

    /**
     * Reads what a server needs to show who it is.
     *
     * @param password with which the key store protects the key in memory
     */
    static KeyStore keyStore(HttpConfig.TlsFiles files, char[] password) throws IOException {
        try {
            Certificate[] chain = certificates(files.certificate()).toArray(new Certificate[0]);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key(files.key()), password, chain);
            return store;
        } catch (GeneralSecurityException e) {
            throw new SyntaxException(
                    files.certificate() + " and " + files.key() + ": " + e.getMessage(), e);
        }
    }

    /** Reads the certificates of a file, at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> all = new ArrayList<>();
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                    .forEach(each -> all.add((X509Certificate) each));
        } catch (GeneralSecurityException e) {
            throw new SyntaxException(file + ": " + e.getMessage(), e);
        }
        if (all.isEmpty()) {
            throw new SyntaxException(file + " holds no certificate");
        }
        return all;
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        byte[] encoded;
        if (text.contains("-----BEGIN PRIVATE KEY-----")) {
            encoded = block(text, "PRIVATE KEY");
        } else if (text.contains("-----BEGIN RSA PRIVATE KEY-----")
                && !text.contains("Proc-Type")) {
            encoded = wrapRsa(block(text, "RSA PRIVATE KEY"));
        } else {
            throw new SyntaxException(
                    file
                            + " holds no private key that can be read; want an unencrypted PKCS#8"
                            + " key, as openssl pkcs8 -topk8 -nodes writes it");
        }
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(encoded);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException _) {
                // of another algorithm
            }
        }
        throw new SyntaxException(file + ": want a key for RSA, EC or EdDSA");
    }

    private static byte[] block(String text, String name) {
        String begin = "-----BEGIN " + name + "-----";
        int start = text.indexOf(begin) + begin.length();
        int end = text.indexOf("-----END " + name + "-----", start);
        return Base64.getMimeDecoder().decode(text.substring(start, Math.max(start, end)));
    }

    /** Makes PKCS#8 of PKCS#1: a sequence of the head and the key as an octet string. */
    private static byte[] wrapRsa(byte[] key) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(RSA_HEAD);
        writeTagged(inner, 0x04, key);
        ByteArrayOutputStream outer = new ByteArrayOutputStream();
        writeTagged(outer, 0x30, inner.toByteArray());
        return outer.toByteArray();
    }

    private static void writeTagged(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        int length = content.length;
        if (length < 128) {
            out.write(length);
        } else if (length < 256) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content);
    }
}
