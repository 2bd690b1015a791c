package dev.cooper.trust.notation;

import dev.cooper.oci.SyntaxException;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A signed payload with what proves it. */
final class Envelope {
    /** The largest envelope that is read. */
    static final int MOST_BYTES = 4 << 20;

    private static final int MOST_CERTIFICATES = 20;

    private final Format format;
    private final Header header;
    private final byte[] payload;
    private final byte[] signed;
    private final byte[] signature;
    private final List<X509Certificate> chain;
    private final Optional<byte[]> timestamp;
    private final Optional<String> agent;

    Envelope(
            Format format,
            Header header,
            byte[] payload,
            byte[] signed,
            byte[] signature,
            List<X509Certificate> chain,
            Optional<byte[]> timestamp,
            Optional<String> agent) {
        this.format = format;
        this.header = header;
        this.payload = payload;
        this.signed = signed;
        this.signature = signature;
        this.chain = List.copyOf(chain);
        this.timestamp = timestamp;
        this.agent = agent;
    }

    /** How it is written. */
    Format format() {
        return format;
    }

    /** What is signed beside the payload. */
    Header header() {
        return header;
    }

    /** What is signed. */
    byte[] payload() {
        return payload;
    }

    /** The bytes that the signature is over. */
    byte[] signed() {
        return signed;
    }

    /** In the form that the algorithm has in both formats. */
    byte[] signature() {
        return signature;
    }

    /** The certificates, the signer's first. */
    List<X509Certificate> chain() {
        return chain;
    }

    /** A token of RFC 3161 over the signature. */
    Optional<byte[]> timestamp() {
        return timestamp;
    }

    /** The program that signed, as it says. */
    Optional<String> agent() {
        return agent;
    }

    /**
     * Reads an envelope; nothing is verified.
     *
     * @throws SyntaxException when it is none, or breaks a rule
     */
    static Envelope parse(Format format, byte[] content) {
        if (content.length > MOST_BYTES) {
            throw new SyntaxException(
                    "the envelope has " + content.length + " bytes, at most " + MOST_BYTES);
        }
        return switch (format) {
            case JWS -> JwsEnvelope.parse(content);
            case COSE -> CoseEnvelope.parse(content);
        };
    }

    /** Tells whether the signature is of the first certificate, by the algorithm of its key. */
    boolean isIntact() {
        X509Certificate signer = chain.getFirst();
        return Algorithm.of(signer.getPublicKey()).filter(header.algorithm()::equals).isPresent()
                && header.algorithm().verifies(signer.getPublicKey(), signed, signature);
    }

    /** Reads certificates of DER. */
    static List<X509Certificate> chain(List<byte[]> encoded) {
        if (encoded.isEmpty() || encoded.size() > MOST_CERTIFICATES) {
            throw new SyntaxException(
                    "the envelope has "
                            + encoded.size()
                            + " certificates, want 1 to "
                            + MOST_CERTIFICATES);
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (byte[] one : encoded) {
            try {
                chain.add(
                        (X509Certificate)
                                CertificateFactory.getInstance("X.509")
                                        .generateCertificate(new ByteArrayInputStream(one)));
            } catch (CertificateException e) {
                throw new SyntaxException("a certificate of the envelope is damaged", e);
            }
        }
        return chain;
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // it was read from that
        }
    }
}
