package dev.cooper.trust.notation;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.security.auth.x500.X500Principal;

/** Certificates as files hold them and as people read them. */
public final class Certificates {
    private static final Map<String, String> WORDS =
            Map.of(
                    "2.5.4.5", "SERIALNUMBER",
                    "2.5.4.4", "SN",
                    "2.5.4.12", "TITLE",
                    "2.5.4.17", "POSTALCODE",
                    "1.2.840.113549.1.9.1", "EMAILADDRESS");

    private Certificates() {}

    /**
     * Reads a file of certificates, PEM or DER.
     *
     * @throws SyntaxException when it holds none, or a damaged one
     */
    public static List<X509Certificate> parse(byte[] file, String where) {
        try {
            List<X509Certificate> found = new ArrayList<>();
            for (Certificate one :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(file))) {
                found.add((X509Certificate) one);
            }
            if (found.isEmpty()) {
                throw new SyntaxException(where + " holds no certificate");
            }
            return found;
        } catch (CertificateException e) {
            throw new SyntaxException(where + " holds no certificate, or a damaged one", e);
        }
    }

    /** Returns the SHA-256 of a certificate, in hexadecimal. */
    public static String thumbprint(X509Certificate certificate) {
        return Digest.sha256(Envelope.encoded(certificate)).hex();
    }

    /** Writes a name as RFC 2253 wants it. */
    public static String name(X500Principal principal) {
        return principal.getName(X500Principal.RFC2253, WORDS);
    }

    /** Tells whether somebody issued a certificate: the name and the signature say so. */
    static boolean isIssued(X509Certificate certificate, X509Certificate issuer) {
        return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                && isSigned(certificate, issuer);
    }

    private static boolean isSigned(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
