package dev.cooper.trust.cosign;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.bundle.Sealer;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.Signer;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Signs with a key and adds its certificate.
 *
 * @param signer the key
 * @param chain its certificate, and those that lead on from it
 */
public record CertifiedSealer(Signer signer, List<X509> chain) implements Sealer {
    /** Copies the chain; refuses one that is not of the key, or leads nowhere. */
    public CertifiedSealer {
        chain = List.copyOf(chain);
        byte[] certified = chain.getFirst().publicKey().getEncoded();
        if (!Arrays.equals(certified, signer.publicKey().getEncoded())) {
            throw new SyntaxException(
                    "the certificate of "
                            + chain.getFirst().subject()
                            + " is of another key than the one that signs");
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!chain.get(i - 1).isIssuedBy(chain.get(i))) {
                throw new SyntaxException(
                        "the certificate of "
                                + chain.get(i - 1).subject()
                                + " was not issued by the next in the chain, "
                                + chain.get(i).subject());
            }
        }
    }

    @Override
    public Bundle bundle(String payloadType, byte[] payload) throws IOException {
        return bundle(new Bundle.Content.Envelope(Dsse.sign(payloadType, payload, signer)));
    }

    @Override
    public Bundle bundle(byte[] message) throws IOException {
        return bundle(Bundle.Content.MessageSignature.of(message, signer.sign(message)));
    }

    private Bundle bundle(Bundle.Content content) {
        return new Bundle(
                Bundle.MEDIA_TYPE,
                new Bundle.Material.Certificates(chain),
                List.of(),
                List.of(),
                content);
    }
}
