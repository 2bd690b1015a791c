package dev.cooper.trust.keyless;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.bundle.Sealer;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.root.SigningConfig;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Signs with a key that is made for it and certified by an authority for who has a token. The key
 * never leaves memory and is forgotten with the signer.
 */
public final class KeylessSigner implements Sealer {
    private static final long FULCIO = 1;

    private final SigningConfig config;
    private final IdentityToken token;
    private final long newest;
    private final Instant now;
    private final Web web = new Web();
    private final KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
    private @Nullable List<X509> certified;

    /**
     * Makes a signer; nobody is asked yet.
     *
     * @param config whom to ask
     * @param token who signs
     * @param newest the newest version of the API of logs that may be used, 1 or 2
     * @param now when it is
     */
    public KeylessSigner(SigningConfig config, IdentityToken token, long newest, Instant now) {
        this.config = config;
        this.token = token;
        this.newest = newest;
        this.now = now;
    }

    /**
     * Makes a signer that may use the newest logs.
     *
     * @param config whom to ask
     * @param token who signs
     * @param now when it is
     */
    public KeylessSigner(SigningConfig config, IdentityToken token, Instant now) {
        this(config, token, Witnesses.NEWEST, now);
    }

    /**
     * {@inheritDoc}
     *
     * @throws SyntaxException when the config names nobody to ask
     */
    @Override
    public Bundle bundle(String payloadType, byte[] payload) throws IOException {
        Witnesses witnesses = witnesses();
        List<X509> chain = certificates();
        Dsse envelope = Dsse.sign(payloadType, payload, key);
        return witnesses
                .tell(envelope, shown(chain))
                .bundle(
                        new Bundle.Material.Certificates(chain),
                        new Bundle.Content.Envelope(envelope));
    }

    /**
     * {@inheritDoc}
     *
     * @throws SyntaxException when the config names nobody to ask
     */
    @Override
    public Bundle bundle(byte[] message) throws IOException {
        Witnesses witnesses = witnesses();
        List<X509> chain = certificates();
        byte[] signature = key.sign(message);
        return witnesses
                .tell(message, signature, shown(chain))
                .bundle(
                        new Bundle.Material.Certificates(chain),
                        Bundle.Content.MessageSignature.of(message, signature));
    }

    private Witnesses witnesses() {
        Witnesses witnesses = new Witnesses(web, config, newest, now);
        witnesses.requireTime();
        return witnesses;
    }

    private Shown shown(List<X509> chain) {
        return new Shown(key.publicKey(), key.algorithm(), Optional.of(chain.getFirst()));
    }

    /** One certificate for all that is signed, as long as it holds. */
    private List<X509> certificates() throws IOException {
        List<X509> own = certified;
        if (own == null) {
            List<SigningConfig.Service> all =
                    SigningConfig.choose(config.authorities(), "ANY", FULCIO, now);
            if (all.isEmpty()) {
                throw new SyntaxException("the signing config names nobody who certifies keys");
            }
            own = new Fulcio(web, all.getFirst().url()).certify(key, token);
            certified = own;
        }
        return own;
    }
}
