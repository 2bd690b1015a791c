package dev.cooper.trust.notation;

import dev.cooper.trust.key.Pem;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A key and the chain of certificates over it, made for a test.
 *
 * @param keys the pair
 * @param chain the certificate of the pair first
 */
record TestAuthority(KeyPair keys, List<X509Certificate> chain) {
    private static final AtomicLong SERIAL = new AtomicLong(1);
    static final Instant NOW = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);

    /** What a certificate is to be like. */
    static final class Wish {
        String name = "C=DE,ST=Berlin,O=Shop,CN=signer";
        String kind = "EC";
        int bits = 256;
        boolean authority;
        int usage = KeyUsage.digitalSignature;
        boolean usageIsCritical = true;
        List<KeyPurposeId> purposes = List.of();
        Instant from = NOW.minus(Duration.ofHours(1));
        Instant until = NOW.plus(Duration.ofDays(1));
        String responder = "";
        String list = "";
        String hash = "SHA256";
    }

    static Wish signer() {
        return new Wish();
    }

    static Wish authority(String name) {
        Wish wish = new Wish();
        wish.name = "C=DE,ST=Berlin,O=Shop,CN=" + name;
        wish.authority = true;
        wish.usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
        return wish;
    }

    static TestAuthority self(Wish wish) throws Exception {
        KeyPair keys = generate(wish);
        return new TestAuthority(keys, List.of(certificate(wish, keys, wish.name, keys)));
    }

    TestAuthority issue(Wish wish) throws Exception {
        KeyPair made = generate(wish);
        List<X509Certificate> longer = new ArrayList<>();
        String issuer = Certificates.name(chain.getFirst().getSubjectX500Principal());
        longer.add(certificate(wish, made, reversed(issuer), keys));
        longer.addAll(chain);
        return new TestAuthority(made, longer);
    }

    private static String reversed(String name) {
        List<String> parts = new ArrayList<>(List.of(name.split(",", -1)));
        java.util.Collections.reverse(parts);
        return String.join(",", parts);
    }

    private static KeyPair generate(Wish wish) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(wish.kind);
        generator.initialize(wish.bits);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(Wish wish, KeyPair made, String issuer, KeyPair by)
            throws Exception {
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        new X500Name(issuer),
                        BigInteger.valueOf(SERIAL.incrementAndGet()),
                        Date.from(wish.from),
                        Date.from(wish.until),
                        new X500Name(wish.name),
                        made.getPublic());
        builder.addExtension(Extension.keyUsage, wish.usageIsCritical, new KeyUsage(wish.usage));
        if (wish.authority) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        }
        if (!wish.purposes.isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    true,
                    new ExtendedKeyUsage(wish.purposes.toArray(new KeyPurposeId[0])));
        }
        if (!wish.responder.isEmpty()) {
            builder.addExtension(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(
                            AccessDescription.id_ad_ocsp,
                            new GeneralName(
                                    GeneralName.uniformResourceIdentifier, wish.responder)));
        }
        if (!wish.list.isEmpty()) {
            GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, wish.list);
            builder.addExtension(
                    Extension.cRLDistributionPoints,
                    false,
                    new CRLDistPoint(
                            new DistributionPoint[] {
                                new DistributionPoint(
                                        new DistributionPointName(new GeneralNames(name)),
                                        null,
                                        null)
                            }));
        }
        String signature =
                wish.hash
                        + "with"
                        + (by.getPublic().getAlgorithm().equals("RSA") ? "RSA" : "ECDSA");
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder(signature).build(by.getPrivate())));
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    byte[] keyFile() {
        return Pem.of("PRIVATE KEY", keys.getPrivate().getEncoded())
                .text()
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] pem(List<X509Certificate> some) {
        StringBuilder text = new StringBuilder();
        some.forEach(one -> text.append(Pem.of("CERTIFICATE", Envelope.encoded(one)).text()));
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    SigningKey signingKey() {
        return SigningKey.parse(keyFile(), pem(chain), "test key");
    }
}
