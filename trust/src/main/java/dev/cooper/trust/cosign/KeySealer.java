package dev.cooper.trust.cosign;

import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.bundle.Sealer;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.Signer;

import java.io.IOException;
import java.util.List;

/**
 * Signs with a key and adds nothing but its name.
 *
 * @param signer the key
 */
public record KeySealer(Signer signer) implements Sealer {
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
                Bundle.Material.KeyHint.of(signer.publicKey()),
                List.of(),
                List.of(),
                content);
    }
}
