package dev.cooper.trust.cosign;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.keyless.KeylessSigner;

import java.io.IOException;

/**
 * Signs without a key to keep, with a certificate and log entries; in bundles only.
 *
 * @param signer who signs
 */
public record KeylessSealer(KeylessSigner signer) implements Sealer {
    @Override
    public Bundle bundle(String payloadType, byte[] payload) throws IOException {
        return signer.bundle(payloadType, payload);
    }

    @Override
    public Sealed layer(byte[] message) {
        throw new SyntaxException(
                "without a key only bundles are written; leave --new-bundle-format=false out, or"
                        + " give --key");
    }
}
