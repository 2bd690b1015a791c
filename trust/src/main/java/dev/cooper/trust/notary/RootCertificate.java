package dev.cooper.trust.notary;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** The certificates that the keys of roots are in: self-signed, named after the repository. */
final class RootCertificate {
    private static final Duration LIFE = Duration.ofDays(3650);

    private RootCertificate() {}

    /** Makes one. */
    @SuppressWarnings("JavaUtilDate") // what the builder wants
    static TrustKey of(SigningKey key, String gun, Instant now) {
        try {
            X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, gun).build();
            X509v3CertificateBuilder builder =
                    new X509v3CertificateBuilder(
                            name,
                            new BigInteger(127, new SecureRandom()),
                            Date.from(now),
                            Date.from(now.plus(LIFE)),
                            name,
                            SubjectPublicKeyInfo.getInstance(
                                    key.publicKey().publicKey().getEncoded()));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            byte[] der = builder.build(new Signing(key)).getEncoded();
            return TrustKey.ofCertificate(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(der)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e); // all of it was made here
        }
    }

    /** Whether a certificate is for a repository, and may be used now. */
    @SuppressWarnings("JavaUtilDate") // what the JDK has
    static boolean isFor(X509Certificate certificate, String gun, Instant now) {
        boolean inTime =
                !certificate.getNotBefore().toInstant().isAfter(now.plus(Duration.ofMinutes(5)))
                        && certificate.getNotAfter().toInstant().isAfter(now);
        X500Name name = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return inTime
                && java.util.Arrays.stream(name.getRDNs(BCStyle.CN))
                        .anyMatch(one ->
                                IETFUtils.valueToString(one.getFirst().getValue()).equals(gun)
                                        || gun.equals(one.getFirst().getValue().toString()));
    }

    /** Signs the certificate with a key of the JDK. */
    private static final class Signing implements ContentSigner {
        private final SigningKey key;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Signing(SigningKey key) {
            this.key = key;
        }

        private String algorithm() {
            return key.publicKey().type().equals("rsa") ? "SHA256withRSA" : "SHA256withECDSA";
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm());
        }

        @Override
        public OutputStream getOutputStream() {
            return bytes;
        }

        @Override
        public byte[] getSignature() {
            try {
                return key.sign(bytes.toByteArray(), Signature.getInstance(algorithm()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e); // every JDK has these
            }
        }
    }
}
