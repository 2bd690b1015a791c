package dev.cooper.trust.certificate;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.key.Pem;
import dev.cooper.trust.key.PublicKeys;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * A certificate. Java's own reader refuses names that sigstore writes, such as URIs without a
 * scheme; this one does not look at what nobody asks for.
 */
public final class X509 {
    private static final int LARGEST = 64 << 10;
    private static final int MOST_ISSUED = 256;

    private final Certificate certificate;
    private final byte[] der;
    private final PublicKey key;

    /** What its key was found to have signed: finding it out costs more than all the rest. */
    private final SequencedSet<X509> issued = new LinkedHashSet<>();

    private X509(Certificate certificate, byte[] der, PublicKey key) {
        this.certificate = certificate;
        this.der = der;
        this.key = key;
    }

    /**
     * Reads a certificate.
     *
     * @param where what is read, for messages
     * @throws SyntaxException when it is damaged, or its key is of no kind that is supported
     */
    public static X509 parse(byte[] der, String where) {
        if (der.length > LARGEST) {
            throw new SyntaxException(
                    where + ": a certificate of " + der.length + " bytes, at most " + LARGEST);
        }
        try {
            ASN1Primitive value = ASN1Primitive.fromByteArray(der);
            Certificate read = Certificate.getInstance(value);
            if (read == null) {
                throw new SyntaxException(where + ": the certificate is empty");
            }
            byte[] spki = read.getSubjectPublicKeyInfo().getEncoded("DER");
            return new X509(read, der.clone(), PublicKeys.ofDer(spki, where));
        } catch (SyntaxException e) {
            throw e;
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new SyntaxException(where + ": the certificate is damaged", e);
        }
    }

    /**
     * Reads the certificates of a PEM file, in their order.
     *
     * @throws SyntaxException when one is damaged, or there is none
     */
    public static List<X509> parsePem(byte[] file, String where) {
        List<X509> found =
                Pem.parse(file, where).stream()
                        .filter(block -> block.type().equals("CERTIFICATE"))
                        .map(block -> parse(block.content(), where))
                        .toList();
        if (found.isEmpty()) {
            throw new SyntaxException(
                    where + " holds no certificate; want -----BEGIN CERTIFICATE-----");
        }
        return found;
    }

    /** Returns the certificate as it was read. */
    public byte[] der() {
        return der.clone();
    }

    /** Returns the certificate as a block of a PEM file. */
    public String pem() {
        return Pem.of("CERTIFICATE", der).text();
    }

    /** Returns the SHA-256 of the certificate. */
    public Digest digest() {
        return Digest.sha256(der);
    }

    /** Returns the key that is certified. */
    public PublicKey publicKey() {
        return key;
    }

    /** Returns the parsed form, for what is made of or compared with it. */
    public Certificate structure() {
        return certificate;
    }

    /** Returns whom it is about, such as {@code CN=sigstore,O=sigstore.dev}. */
    public String subject() {
        return certificate.getSubject().toString();
    }

    /** Returns one part of whom it is about, by its number such as {@code 2.5.4.3}. */
    public Optional<String> subjectPart(String oid) {
        RDN[] found = certificate.getSubject().getRDNs(new ASN1ObjectIdentifier(oid));
        return found.length == 0
                ? Optional.empty()
                : Optional.of(IETFUtils.valueToString(found[0].getFirst().getValue()));
    }

    /** Returns who issued it. */
    public String issuer() {
        return certificate.getIssuer().toString();
    }

    /** Returns the number that its issuer gave it. */
    public BigInteger serial() {
        return certificate.getSerialNumber().getPositiveValue();
    }

    /** Returns from when on it holds. */
    public Instant notBefore() {
        return certificate.getStartDate().getDate().toInstant();
    }

    /** Returns until when it holds, that second included. */
    public Instant notAfter() {
        return certificate.getEndDate().getDate().toInstant();
    }

    /** Tells whether it holds at a time. */
    public boolean holdsAt(Instant time) {
        return !time.isBefore(notBefore()) && !time.isAfter(notAfter().plusMillis(999));
    }

    /** Returns the content of an extension, by its number such as {@code 2.5.29.17}. */
    public Optional<byte[]> extension(String oid) {
        Extension found = find(new ASN1ObjectIdentifier(oid));
        return found == null
                ? Optional.empty()
                : Optional.of(found.getExtnValue().getOctets().clone());
    }

    private @Nullable Extension find(ASN1ObjectIdentifier oid) {
        Extensions all = certificate.getTBSCertificate().getExtensions();
        return all == null ? null : all.getExtension(oid);
    }

    /** Tells whether it may issue others, as far as it says itself. */
    public boolean isAuthority() {
        Extension found = find(Extension.basicConstraints);
        return found != null
                && readable(() -> BasicConstraints.getInstance(found.getParsedValue()).isCA())
                && mayUse(KeyUsage.keyCertSign);
    }

    /** Tells how many authorities may stand between it and a leaf; empty without a limit. */
    Optional<BigInteger> pathLength() {
        Extension found = find(Extension.basicConstraints);
        return found == null
                ? Optional.empty()
                : Optional.ofNullable(
                        BasicConstraints.getInstance(found.getParsedValue())
                                .getPathLenConstraint());
    }

    /** Tells whether its key may be used so: one of the bits of {@link KeyUsage}; yes if unsaid. */
    public boolean mayUse(int usage) {
        Extension found = find(Extension.keyUsage);
        return found == null
                || readable(() -> KeyUsage.getInstance(found.getParsedValue()).hasUsages(usage));
    }

    /** Tells whether its key is for a purpose, by its number; no if unsaid. */
    public boolean isFor(String purpose) {
        Extension found = find(Extension.extendedKeyUsage);
        return found != null
                && readable(() ->
                        Arrays.asList(
                                        ExtendedKeyUsage.getInstance(found.getParsedValue())
                                                .getUsages())
                                .contains(
                                        KeyPurposeId.getInstance(
                                                new ASN1ObjectIdentifier(purpose))));
    }

    /** Tells whether it names purposes at all. */
    boolean hasPurposes() {
        return find(Extension.extendedKeyUsage) != null;
    }

    private interface Reading {
        boolean get();
    }

    private static boolean readable(Reading reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            return false; // what cannot be read allows nothing
        }
    }

    /** Tells whether it is issued by itself: a root. */
    public boolean isSelfIssued() {
        return certificate.getSubject().equals(certificate.getIssuer());
    }

    /** Tells whether the key of another signed it, and the names fit. */
    public boolean isIssuedBy(X509 other) {
        if (!certificate.getIssuer().equals(other.certificate.getSubject())) {
            return false;
        }
        if (other.hasIssued(this)) {
            return true;
        }
        boolean signed =
                Signatures.verify(
                        other.key,
                        certificate.getSignatureAlgorithm().getAlgorithm().getId(),
                        tbs(),
                        certificate.getSignature().getOctets());
        if (signed) {
            other.remember(this);
        }
        return signed;
    }

    private boolean hasIssued(X509 other) {
        synchronized (issued) {
            return issued.contains(other);
        }
    }

    private void remember(X509 other) {
        synchronized (issued) {
            issued.addLast(other);
            if (issued.size() > MOST_ISSUED) {
                issued.removeFirst();
            }
        }
    }

    /** The part that is signed, in the very bytes of the certificate. */
    private byte[] tbs() {
        try {
            return certificate.getTBSCertificate().getEncoded("DER");
        } catch (IOException e) {
            throw new SyntaxException("the certificate is damaged", e);
        }
    }

    /** Returns what a log of certificates signed: the part that is signed, without an extension. */
    public byte[] signedWithout(String oid) {
        try {
            return Precertificate.without(
                    certificate.getTBSCertificate(), new ASN1ObjectIdentifier(oid));
        } catch (IOException e) {
            throw new SyntaxException("the certificate is damaged", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof X509 one && Arrays.equals(der, one.der);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }

    @Override
    public String toString() {
        return subject() + " of " + issuer();
    }
}
