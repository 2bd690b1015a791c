package dev.cooper.registry.storage;

import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;

import org.jspecify.annotations.Nullable;

/** Tells a full disk from other failures: whoever runs the registry can do something about it. */
public final class FullDisk {
    /** How many more bytes are taken from a client so that it sees the answer. */
    public static final long LISTENED_TO = 1L << 30;

    private FullDisk() {}

    /** Whether something failed because there was no room for it. */
    public static boolean isBehind(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("No space left on device")
                    || message.contains("Disk quota exceeded")
                    || message.contains("SQLITE_FULL")) {
                return true;
            }
        }
        return false;
    }

    /** What the client is told; most clients show only the words of the status. */
    public static ApiException answer() {
        return new ApiException(
                ErrorCode.UNAVAILABLE,
                507,
                "the registry's disk is full; push again when its operator has made room");
    }
}
