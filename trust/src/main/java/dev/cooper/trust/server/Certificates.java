package dev.cooper.trust.server;

import dev.cooper.oci.Digest;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Signer;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;

/** Makes certificates. */
final class Certificates {
    /** How long the authorities' own are valid. */
    static final Duration LONG = Duration.ofDays(3650);

    private static final int SERIAL_BITS = 159;
    private static final int KEY_ID = 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Certificates() {}

    /** A random number of at most 20 bytes, as RFC 5280 wants them. */
    static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
    }

    static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "cooper")
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    /** An authority's certificate over its own key. */
    static X509 authority(String commonName, Signer key, Instant from) throws IOException {
        X500Name name = name(commonName);
        X509v3CertificateBuilder builder =
                builder(name, name, key.publicKey(), from, from.plus(LONG));
        add(builder, Extension.basicConstraints, true, new BasicConstraints(0));
        add(
                builder,
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        add(
                builder,
                Extension.subjectKeyIdentifier,
                false,
                new SubjectKeyIdentifier(keyId(key.publicKey())));
        return signed(builder, key, "certificate of an authority");
    }

    /** What is to be a certificate of somebody who signs, as far as all of those are the same. */
    static X509v3CertificateBuilder leaf(
            X509 issuer, X500Name subject, PublicKey key, Instant from, Instant until) {
        X509v3CertificateBuilder builder =
                builder(issuer.structure().getSubject(), subject, key, from, until);
        add(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        add(builder, Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyId(key)));
        add(
                builder,
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(keyId(issuer.publicKey())));
        return builder;
    }

    static void add(
            X509v3CertificateBuilder builder,
            ASN1ObjectIdentifier oid,
            boolean isCritical,
            ASN1Encodable value) {
        try {
            builder.addExtension(oid, isCritical, value);
        } catch (IOException e) {
            throw new IllegalStateException(e); // memory does not fail
        }
    }

    static X509 signed(X509v3CertificateBuilder builder, Signer issuer, String where)
            throws IOException {
        return X509.parse(builder.build(new KeySigner(issuer)).getEncoded(), where);
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Instant from, Instant until) {
        return new X509v3CertificateBuilder(
                issuer,
                serial(),
                Date.from(from),
                Date.from(until),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }

    private static byte[] keyId(PublicKey key) {
        Digest digest = PublicKeys.digest(key);
        return Arrays.copyOf(HexFormat.of().parseHex(digest.hex()), KEY_ID);
    }
}
