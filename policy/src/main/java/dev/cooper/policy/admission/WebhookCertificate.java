package dev.cooper.policy.admission;

import dev.cooper.trust.key.Pem;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Makes the certificate of a webhook, which the cluster trusts as it stands. */
public final class WebhookCertificate {
    private static final Duration SKEW = Duration.ofHours(1);

    private WebhookCertificate() {}

    /**
     * Makes a new key and its certificate.
     *
     * @param host by which the cluster calls the webhook
     * @param life from now on
     */
    public static ManifestSettings.Tls create(String host, Instant now, Duration life)
            throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            X509CertificateHolder made =
                    builder(host, now, life, pair)
                            .build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(pair.getPrivate()));
            String certificate = Pem.of("CERTIFICATE", made.getEncoded()).text();
            String key = Pem.of("PRIVATE KEY", pair.getPrivate().getEncoded()).text();
            return new ManifestSettings.Tls(certificate, key, certificate);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e); // every JDK has these
        }
    }

    private static X509v3CertificateBuilder builder(
            String host, Instant now, Duration life, KeyPair pair) throws IOException {
        X500Name name = new X500Name("CN=" + host);
        X509v3CertificateBuilder builder =
                new X509v3CertificateBuilder(
                        name,
                        new BigInteger(127, new SecureRandom()),
                        Date.from(now.minus(SKEW)),
                        Date.from(now.plus(life)),
                        name,
                        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
        return builder;
    }
}
