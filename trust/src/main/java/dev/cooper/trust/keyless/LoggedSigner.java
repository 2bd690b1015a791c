package dev.cooper.trust.keyless;

import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.bundle.Sealer;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.Signer;
import dev.cooper.trust.root.SigningConfig;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Signs with a key that is kept, and tells the logs and authorities of a signing config. */
public final class LoggedSigner implements Sealer {
    private final Signer key;
    private final Bundle.Material material;
    private final Shown shown;
    private final Witnesses witnesses;

    /**
     * Makes a signer; nobody is asked yet.
     *
     * @param chain the key's certificate and those that lead on from it; empty when it has none
     * @param config whom to tell
     * @param newest the newest version of the API of logs that may be used, 1 or 2
     * @param now when it is
     */
    public LoggedSigner(
            Signer key, List<X509> chain, SigningConfig config, long newest, Instant now) {
        this.key = key;
        this.material =
                chain.isEmpty()
                        ? Bundle.Material.KeyHint.of(key.publicKey())
                        : new Bundle.Material.Certificates(chain);
        this.shown = new Shown(key.publicKey(), key.algorithm(), chain.stream().findFirst());
        this.witnesses = new Witnesses(new Web(), config, newest, now);
    }

    @Override
    public Bundle bundle(String payloadType, byte[] payload) throws IOException {
        Dsse envelope = Dsse.sign(payloadType, payload, key);
        return witnesses
                .tell(envelope, shown)
                .bundle(material, new Bundle.Content.Envelope(envelope));
    }

    @Override
    public Bundle bundle(byte[] message) throws IOException {
        byte[] signature = key.sign(message);
        return witnesses
                .tell(message, signature, shown)
                .bundle(material, Bundle.Content.MessageSignature.of(message, signature));
    }
}
