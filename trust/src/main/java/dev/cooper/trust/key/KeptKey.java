package dev.cooper.trust.key;

import java.io.IOException;
import java.security.PublicKey;

/**
 * A private key that somebody else keeps: a token, a service, a program. What they give as a
 * signature is verified before anybody gets it.
 *
 * @param where who keeps it, for messages
 * @param publicKey the public half
 * @param algorithm how it signs
 * @param keeper who keeps it
 */
record KeptKey(String where, PublicKey publicKey, KeyAlgorithm algorithm, Keeper keeper)
        implements Signer {
    /** Who keeps a key, and signs with it. */
    interface Keeper {
        byte[] sign(byte[] message, KeyAlgorithm algorithm) throws IOException;
    }

    static KeptKey of(String where, PublicKey publicKey, Keeper keeper) {
        return new KeptKey(where, publicKey, KeyAlgorithm.of(publicKey), keeper);
    }

    @Override
    public byte[] sign(byte[] message) throws IOException {
        byte[] signature = keeper.sign(message, algorithm);
        if (!new Verifier(publicKey, algorithm).verifies(message, signature)) {
            throw new IOException(
                    where
                            + ": the signature that it gives is not of its public key; nothing is"
                            + " signed");
        }
        return signature;
    }
}
