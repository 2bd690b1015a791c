package dev.cooper.trust.cosign;

import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.keyless.LoggedSigner;

import java.io.IOException;

/**
 * Signs with a key, and adds what logs and time stamp authorities say of it.
 *
 * @param signer the key, and whom to ask
 */
public record LoggedSealer(LoggedSigner signer) implements Sealer {
    @Override
    public Bundle bundle(String payloadType, byte[] payload) throws IOException {
        return signer.bundle(payloadType, payload);
    }

    @Override
    public Sealed layer(byte[] message) throws IOException {
        byte[] signature = signer.sign(message);
        return new Sealed(signature, signer.annotations(message, signature));
    }
}
