package dev.cooper.trust.cosign;

import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.verdict.Check;

import java.util.Map;

/** Whose signatures count: those of keys, or of the holders of certificates. */
public interface Trusted {
    /** Checks that a bundle was signed by one who is trusted; what it says is not looked at. */
    Check bundle(Bundle bundle);

    /** Checks that a bundle with the signature of a file is about it, by one who is trusted. */
    Check file(Bundle bundle, byte[] content);

    /**
     * Checks a signature of the older form.
     *
     * @param message the bytes that are signed
     * @param annotations of the layer: certificate, log entry and time stamp, if there are any
     */
    Check layer(byte[] message, byte[] signature, Map<String, String> annotations);
}
