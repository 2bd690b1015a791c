package dev.cooper.trust.timestamp;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.Signatures;
import dev.cooper.trust.certificate.X509;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A time stamp: somebody's signature over a hash and the time at which he saw it. */
public final class TimestampToken {
    private static final int LARGEST = 128 << 10;
    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    private static final String TST_INFO = "1.2.840.113549.1.9.16.1.4";
    private static final ASN1ObjectIdentifier CONTENT_TYPE =
            new ASN1ObjectIdentifier("1.2.840.113549.1.9.3");
    private static final ASN1ObjectIdentifier MESSAGE_DIGEST =
            new ASN1ObjectIdentifier("1.2.840.113549.1.9.4");
    private static final ASN1ObjectIdentifier SIGNING_CERTIFICATE =
            new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.2.12");
    private static final ASN1ObjectIdentifier SIGNING_CERTIFICATE_2 =
            new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.2.47");

    private final byte[] content;
    private final TSTInfo info;
    private final SignerInfo signer;
    private final List<X509> certificates;

    private TimestampToken(
            byte[] content, TSTInfo info, SignerInfo signer, List<X509> certificates) {
        this.content = content;
        this.info = info;
        this.signer = signer;
        this.certificates = certificates;
    }

    /**
     * Reads a time stamp, or the response that holds one.
     *
     * @throws SyntaxException when it is damaged, or the response refuses
     */
    public static TimestampToken parse(byte[] der) {
        if (der.length > LARGEST) {
            throw new SyntaxException("time stamp: longer than " + LARGEST + " bytes");
        }
        try {
            ASN1Sequence outer = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(der));
            return ofToken(
                    outer.getObjectAt(0) instanceof ASN1ObjectIdentifier
                            ? outer
                            : TimestampResponse.token(outer));
        } catch (SyntaxException e) {
            throw e;
        } catch (IOException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | NullPointerException
                | ClassCastException e) {
            throw new SyntaxException("time stamp: damaged", e);
        }
    }

    private static TimestampToken ofToken(ASN1Encodable token) {
        ContentInfo info = ContentInfo.getInstance(token);
        if (!info.getContentType().getId().equals(SIGNED_DATA)) {
            throw new SyntaxException("time stamp: nothing signed is in it");
        }
        SignedData data = SignedData.getInstance(info.getContent());
        ContentInfo inner = data.getEncapContentInfo();
        if (!inner.getContentType().getId().equals(TST_INFO)) {
            throw new SyntaxException("time stamp: something else is signed in it");
        }
        byte[] content = ASN1OctetString.getInstance(inner.getContent()).getOctets();
        ASN1Set signers = data.getSignerInfos();
        if (signers.size() != 1) {
            throw new SyntaxException(
                    "time stamp: " + signers.size() + " signatures, want exactly one");
        }
        return new TimestampToken(
                content,
                TSTInfo.getInstance(content),
                SignerInfo.getInstance(signers.getObjectAt(0)),
                certificates(data.getCertificates()));
    }

    private static List<X509> certificates(@Nullable ASN1Set set) {
        List<X509> found = new ArrayList<>();
        if (set != null) {
            for (ASN1Encodable one : set) {
                try {
                    found.add(X509.parse(one.toASN1Primitive().getEncoded(), "time stamp"));
                } catch (IOException | SyntaxException _) {
                    // carried along by others for others; without it the signature may not hold
                }
            }
        }
        return List.copyOf(found);
    }

    /**
     * Returns the time, to the second or finer.
     *
     * @throws SyntaxException when it is no time
     */
    public Instant time() {
        try {
            return info.getGenTime().getDate().toInstant();
        } catch (ParseException e) {
            throw new SyntaxException("time stamp: its time is damaged", e);
        }
    }

    /** Returns the certificates that it carries, which nobody need trust. */
    public List<X509> certificates() {
        return certificates;
    }

    /** Returns the number that was asked with, if any. */
    public Optional<BigInteger> nonce() {
        return info.getNonce() == null ? Optional.empty() : Optional.of(info.getNonce().getValue());
    }

    /** Tells whether it stamps this. */
    public boolean isAbout(byte[] stamped) {
        var imprint = info.getMessageImprint();
        byte[] hash = hash(imprint.getHashAlgorithm().getAlgorithm().getId(), stamped);
        return hash.length > 0 && MessageDigest.isEqual(hash, imprint.getHashedMessage());
    }

    /** Tells whether a certificate is that of the signer, and its key signed all that is said. */
    public boolean isSignedBy(X509 certificate) {
        try {
            ASN1Set signed = signer.getAuthenticatedAttributes();
            if (signed == null || !names(certificate)) {
                return false;
            }
            AttributeTable attributes = new AttributeTable(signed);
            String hashName = signer.getDigestAlgorithm().getAlgorithm().getId();
            byte[] hash = hash(hashName, content);
            return hash.length > 0
                    && one(attributes, CONTENT_TYPE) instanceof ASN1ObjectIdentifier type
                    && type.getId().equals(TST_INFO)
                    && one(attributes, MESSAGE_DIGEST) instanceof ASN1OctetString digest
                    && MessageDigest.isEqual(digest.getOctets(), hash)
                    && bound(attributes, certificate)
                    && Signatures.verify(
                            certificate.publicKey(),
                            signer.getDigestEncryptionAlgorithm().getAlgorithm().getId(),
                            hashName,
                            signed.getEncoded("DER"),
                            signer.getEncryptedDigest().getOctets());
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            return false;
        }
    }

    /** Tells whether the signer says that this certificate is his. */
    private boolean names(X509 certificate) {
        ASN1Encodable id = signer.getSID().getId();
        if (id instanceof ASN1OctetString key) {
            return certificate
                    .extension("2.5.29.14")
                    .filter(own ->
                            Arrays.equals(
                                    ASN1OctetString.getInstance(own).getOctets(), key.getOctets()))
                    .isPresent();
        }
        var name = IssuerAndSerialNumber.getInstance(id);
        return name.getSerialNumber()
                        .getValue()
                        .equals(certificate.structure().getSerialNumber().getValue())
                && name.getName().equals(certificate.structure().getIssuer());
    }

    /** The signature must name the certificate by hash, or another with the same key would do. */
    private static boolean bound(AttributeTable attributes, X509 certificate) {
        ASN1Encodable second = one(attributes, SIGNING_CERTIFICATE_2);
        if (second != null) {
            ESSCertIDv2[] ids = SigningCertificateV2.getInstance(second).getCerts();
            byte[] hash =
                    ids.length == 0
                            ? new byte[0]
                            : hash(
                                    ids[0].getHashAlgorithm().getAlgorithm().getId(),
                                    certificate.der());
            return hash.length > 0 && MessageDigest.isEqual(hash, ids[0].getCertHash());
        }
        ASN1Encodable first = one(attributes, SIGNING_CERTIFICATE);
        if (first == null) {
            return false;
        }
        var ids = SigningCertificate.getInstance(first).getCerts();
        // Only tells which certificate is meant, so that SHA-1 does not weaken the signature.
        byte[] hash = hash(new SHA1Digest(), certificate.der());
        return ids.length > 0 && MessageDigest.isEqual(hash, ids[0].getCertHash());
    }

    private static @Nullable ASN1Encodable one(AttributeTable all, ASN1ObjectIdentifier type) {
        if (all.getAll(type).size() != 1) {
            return null; // twice: which one is meant?
        }
        Attribute attribute = all.get(type);
        return attribute.getAttrValues().size() == 1
                ? attribute.getAttrValues().getObjectAt(0)
                : null;
    }

    private static byte[] hash(String oid, byte[] content) {
        return switch (Signatures.hashName(oid)) {
            case "SHA-256" -> hash(new SHA256Digest(), content);
            case "SHA-384" -> hash(new SHA384Digest(), content);
            case "SHA-512" -> hash(new SHA512Digest(), content);
            default -> new byte[0];
        };
    }

    private static byte[] hash(Digest digest, byte[] content) {
        byte[] hash = new byte[digest.getDigestSize()];
        digest.update(content, 0, content.length);
        digest.doFinal(hash, 0);
        return hash;
    }
}
