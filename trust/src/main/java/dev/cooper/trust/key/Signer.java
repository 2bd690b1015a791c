package dev.cooper.trust.key;

import java.io.IOException;
import java.security.PublicKey;

/**
 * What can sign: a key in memory, later a token or a service that keeps the key to itself. Safe for
 * several threads.
 */
public interface Signer {
    /** Returns how it signs. */
    KeyAlgorithm algorithm();

    /** Returns the key that verifies what it signs. */
    PublicKey publicKey();

    /**
     * Signs a message.
     *
     * @throws IOException when what keeps the key cannot be reached, or refuses
     */
    byte[] sign(byte[] message) throws IOException;
}
