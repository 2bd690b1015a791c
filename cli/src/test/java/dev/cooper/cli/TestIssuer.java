package dev.cooper.cli;

import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.Pem;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Whoever has the key of an authority, and certifies with it whatever a test wants. */
record TestIssuer(KeyPair key, X509Certificate certificate) {
    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final String FULCIO = "1.3.6.1.4.1.57264.1.";

    /** From when to when something holds. */
    record Times(Instant from, Instant until) {
        static Times around(Instant now) {
            return new Times(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)));
        }
    }

    /** An authority of its own. */
    static TestIssuer root(KeyPair key, String name, Times times) throws IOException {
        return new TestIssuer(
                key,
                certify(
                        key,
                        new X500Name(name),
                        key.publicKey(),
                        name,
                        times,
                        List.of(
                                usage(KeyUsage.keyCertSign | KeyUsage.cRLSign),
                                extension(
                                        Extension.basicConstraints,
                                        true,
                                        new BasicConstraints(true).getEncoded()))));
    }

    X509Certificate issue(PublicKey theirs, String name, Times times, List<Extension> extensions)
            throws IOException {
        X500Name own = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return certify(key, own, theirs, name, times, extensions);
    }

    private static X509Certificate certify(
            KeyPair by,
            X500Name issuer,
            PublicKey theirs,
            String name,
            Times times,
            List<Extension> extensions)
            throws IOException {
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        issuer,
                        BigInteger.valueOf(SERIAL.incrementAndGet()),
                        Date.from(times.from()),
                        Date.from(times.until()),
                        new X500Name(name),
                        theirs);
        for (Extension each : extensions) {
            builder.addExtension(each);
        }
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(secret(by))));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey secret(KeyPair key) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key.pkcs8()));
    }

    /** The list of what it revoked. */
    byte[] revoking(X509Certificate revoked, Instant now) throws IOException {
        X509v2CRLBuilder list =
                new X509v2CRLBuilder(
                        X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                        Date.from(now.minusSeconds(60)));
        list.setNextUpdate(Date.from(now.plus(Duration.ofDays(1))));
        list.addCRLEntry(
                revoked.getSerialNumber(),
                Date.from(now.minusSeconds(120)),
                CRLReason.keyCompromise);
        try {
            return list.build(new JcaContentSignerBuilder("SHA256withECDSA").build(secret(key)))
                    .getEncoded();
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Extension extension(ASN1ObjectIdentifier oid, boolean critical, byte[] content) {
        return new Extension(oid, critical, new DEROctetString(content));
    }

    static Extension usage(int bits) throws IOException {
        return extension(Extension.keyUsage, true, new KeyUsage(bits).getEncoded());
    }

    /** What certificates of sigstore say. */
    static List<Extension> sigstore(String email, String issuer) throws IOException {
        return List.of(
                usage(KeyUsage.digitalSignature),
                extension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning).getEncoded()),
                extension(
                        Extension.subjectAlternativeName,
                        true,
                        new GeneralNames(new GeneralName(GeneralName.rfc822Name, email))
                                .getEncoded()),
                extension(
                        new ASN1ObjectIdentifier(FULCIO + 8),
                        false,
                        new DERUTF8String(issuer).getEncoded()));
    }

    /** What certificates of the Notary Project say that can be revoked. */
    static List<Extension> revocable(String address) throws IOException {
        GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, address);
        DistributionPoint point =
                new DistributionPoint(
                        new DistributionPointName(new GeneralNames(name)), null, null);
        return List.of(
                usage(KeyUsage.digitalSignature),
                extension(
                        Extension.cRLDistributionPoints,
                        false,
                        new CRLDistPoint(new DistributionPoint[] {point}).getEncoded()));
    }

    static X509Certificate read(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(X509Certificate one) {
        try {
            return Pem.of("CERTIFICATE", one.getEncoded()).text();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
