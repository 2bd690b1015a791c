package dev.cooper.trust.notation;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.key.Pem;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/**
 * A key of RSA with a certificate that it issues to itself for a day, to try signing with.
 *
 * @param key the file of the key
 * @param certificate the file of the certificate
 * @param until when the certificate expires
 */
public record TestKey(Path key, Path certificate, Instant until) {
    private static final Duration VALID = Duration.ofDays(1);

    /**
     * Makes one.
     *
     * @param configuration notation's directory, where the files go
     * @param name of the files, and of whom the certificate is
     * @param bits of the key: 2048, 3072 or 4096
     * @throws SyntaxException when the name is none, or is taken
     * @throws IOException when the files cannot be written
     */
    public static TestKey generate(Path configuration, String name, int bits, Instant now)
            throws IOException {
        TrustStore.checkName(name);
        if (bits != 2048 && bits != 3072 && bits != 4096) {
            throw new SyntaxException("a key has 2048, 3072 or 4096 bits, not " + bits);
        }
        Path directory = configuration.resolve("localkeys");
        TestKey made =
                new TestKey(
                        directory.resolve(name + ".key"),
                        directory.resolve(name + ".crt"),
                        now.plus(VALID));
        if (Files.exists(made.key) || Files.exists(made.certificate)) {
            throw new SyntaxException(made.key + " or its certificate exists already");
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            KeyPair pair = generator.generateKeyPair();
            ConfigurationFile.write(made.key, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            ConfigurationFile.write(
                    made.certificate, pem("CERTIFICATE", certificate(name, pair, now, made.until)));
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has RSA
        }
    }

    private static byte[] pem(String type, byte[] content) {
        return Pem.of(type, content).text().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] certificate(String name, KeyPair pair, Instant from, Instant until)
            throws IOException {
        X500Name subject =
                new X500NameBuilder()
                        .addRDN(BCStyle.C, "US")
                        .addRDN(BCStyle.ST, "WA")
                        .addRDN(BCStyle.L, "Seattle")
                        .addRDN(BCStyle.O, "Notary")
                        .addRDN(BCStyle.CN, name)
                        .build();
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        subject,
                        new BigInteger(120, new SecureRandom()),
                        Date.from(from),
                        Date.from(until),
                        subject,
                        pair.getPublic());
        try {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
            return builder.build(
                            new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
                    .getEncoded();
        } catch (CertIOException | OperatorCreationException e) {
            throw new IllegalStateException(e); // all of it is ours
        }
    }
}
