package dev.cooper.registry;

import org.jspecify.annotations.Nullable;

/** Tells a full disk from other failures: whoever runs the registry can do something about it. */
final class FullDisk {
    /** How many more bytes are taken from a client so that it sees the answer. */
    static final long LISTENED_TO = 1L << 30;

    private FullDisk() {}

    /** Whether something failed because there was no room for it. */
    static boolean isBehind(@Nullable Throwable failure) {
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
    static ApiException answer() {
        return new ApiException(
                ErrorCode.UNAVAILABLE,
                507,
                "the registry's disk is full; push again when its operator has made room");
    }
}
