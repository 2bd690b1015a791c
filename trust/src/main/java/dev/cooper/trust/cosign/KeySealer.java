package dev.cooper.trust.cosign;

import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Signer;

import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * Signs with a key and adds nothing but its name.
 *
 * @param signer the key
 */
public record KeySealer(Signer signer) implements Sealer {
    @Override
    public Bundle bundle(String payloadType, byte[] payload) throws IOException {
        byte[] name = HexFormat.of().parseHex(PublicKeys.digest(signer.publicKey()).hex());
        return Bundle.ofKey(
                Base64.getEncoder().encodeToString(name), Dsse.sign(payloadType, payload, signer));
    }

    @Override
    public Sealed layer(byte[] message) throws IOException {
        return new Sealed(signer.sign(message), Map.of());
    }
}
