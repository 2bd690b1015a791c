package dev.cooper.trust.server;

import dev.cooper.trust.key.Signer;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Signs certificates and time stamps with a key on P-256. */
final class KeySigner implements ContentSigner {
    private static final ASN1ObjectIdentifier ECDSA_WITH_SHA256 =
            new ASN1ObjectIdentifier("1.2.840.10045.4.3.2");

    private final Signer signer;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    KeySigner(Signer signer) {
        this.signer = signer;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new AlgorithmIdentifier(ECDSA_WITH_SHA256);
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        try {
            return signer.sign(content.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
