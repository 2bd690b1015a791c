package dev.cooper.store;

import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Says in one sentence what a user can do about a full, read-only or forbidden disk. */
final class StoreFault {
    private StoreFault() {}

    /** Returns an exception with advice where there is any, else the exception itself. */
    static IOException explained(IOException e, String store) {
        String advice = advice(e, store);
        return advice == null ? e : new IOException(advice + " [" + e.getMessage() + "]", e);
    }

    private static @Nullable String advice(IOException e, String store) {
        if (e instanceof AccessDeniedException) {
            return forbidden(store);
        }
        if (e instanceof FileSystemException other && other.getReason() != null) {
            // The JDK's own file calls tell the reason only as the C library's words.
            for (int errno : new int[] {Errno.ENOSPC, Errno.EDQUOT, Errno.EROFS, Errno.EACCES}) {
                if (other.getReason().equals(Errno.text(errno))) {
                    return advice(errno, store);
                }
            }
        }
        return e instanceof ErrnoException refusal ? advice(refusal.errno(), store) : null;
    }

    private static @Nullable String advice(int errno, String store) {
        return switch (errno) {
            case Errno.ENOSPC, Errno.EDQUOT ->
                    "no space is left for the store at "
                            + store
                            + ": free some, run 'cooper prune', or set COOPER_HOME to a larger"
                            + " disk; nothing in the store was changed";
            case Errno.EROFS ->
                    "the store at "
                            + store
                            + " is on a read-only file system: set COOPER_HOME to a place that"
                            + " can be written";
            case Errno.EACCES -> forbidden(store);
            default -> null;
        };
    }

    private static String forbidden(String store) {
        return "no permission to change the store at "
                + store
                + ": set COOPER_HOME to a place of your own, or run as the user it belongs to";
    }
}
