package dev.cooper.trust.cosign;

import dev.cooper.trust.bundle.Bundle;

import java.io.IOException;
import java.util.Map;

/** Signs, and adds what proves who signed: a key's name, or a certificate and log entries. */
public interface Sealer {
    /**
     * Signs a statement.
     *
     * @return a bundle with an envelope
     * @throws IOException when what signs cannot be reached, or refuses
     */
    Bundle bundle(String payloadType, byte[] payload) throws IOException;

    /**
     * Signs for the older form.
     *
     * @param message the bytes that are signed
     * @throws IOException when what signs cannot be reached, or refuses
     */
    Sealed layer(byte[] message) throws IOException;

    /** A signature of the older form. */
    final class Sealed {
        private final byte[] signature;
        private final Map<String, String> annotations;

        /**
         * Puts one together.
         *
         * @param signature over the message
         * @param annotations what proves who signed, for the layer
         */
        public Sealed(byte[] signature, Map<String, String> annotations) {
            this.signature = signature.clone();
            this.annotations = Map.copyOf(annotations);
        }

        /** Returns the signature over the message. */
        public byte[] signature() {
            return signature.clone();
        }

        /** Returns what proves who signed, for the layer. */
        public Map<String, String> annotations() {
            return annotations;
        }
    }
}
