package dev.cooper.trust.keyless;

import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.log.LogEntry;

import java.io.IOException;

/** A transparency log that signatures can be entered in. */
sealed interface Log permits Rekor, TiledRekor {
    /** Enters the signature of a file. */
    LogEntry enter(byte[] message, byte[] signature, Shown shown) throws IOException;

    /** Enters an envelope with one signature. */
    LogEntry enter(Dsse envelope, Shown shown) throws IOException;
}
