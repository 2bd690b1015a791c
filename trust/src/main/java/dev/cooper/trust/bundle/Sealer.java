package dev.cooper.trust.bundle;

import java.io.IOException;

/** Signs, and adds what proves who signed: a key's name, or a certificate, and log entries. */
public interface Sealer {
    /**
     * Signs a statement.
     *
     * @return a bundle with an envelope
     * @throws IOException when what signs cannot be reached, or refuses
     */
    Bundle bundle(String payloadType, byte[] payload) throws IOException;

    /**
     * Signs the bytes of a file.
     *
     * @return a bundle with the signature
     * @throws IOException when what signs cannot be reached, or refuses
     */
    Bundle bundle(byte[] message) throws IOException;
}
