package dev.cooper.registry.auth;

import dev.cooper.oci.SyntaxException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates and the keys that go with them, as PEM files have them. */
final class Pem {
    private Pem() {}

    /**
     * Reads what a server needs to show who it is.
     *
     * @param password with which the key store protects the key in memory
     */
    static KeyStore keyStore(Path certificate, Path keyFile, char[] password) throws IOException {
        List<X509Certificate> chain = certificates(certificate);
        try {
            PrivateKey key = PrivateKeys.read(keyFile);
            if (!PrivateKeys.belong(key, chain.getFirst().getPublicKey())) {
                throw new SyntaxException(
                        keyFile
                                + " is not the key of the first certificate in "
                                + certificate
                                + "; want both of one pair, the server's certificate first");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, password, chain.toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException e) {
            throw new SyntaxException(certificate + " and " + keyFile + ": " + e.getMessage(), e);
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
}
