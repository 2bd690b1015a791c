package dev.cooper.linux;

import java.io.IOException;

/** The kernel refused a system call. The message is {@code <operation> <path>: <text> (ERRNO)}. */
public final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * Makes an exception.
     *
     * @param operation what was being done, such as {@code "opening"}
     * @param path what it was done to; may be empty
     * @param errno the kernel's reason, one of {@link Errno}
     */
    public ErrnoException(String operation, String path, int errno) {
        super(message(operation, path, errno));
        this.errno = errno;
    }

    private static String message(String operation, String path, int errno) {
        return (path.isEmpty() ? operation : operation + " " + path)
                + ": "
                + Errno.text(errno)
                + " ("
                + Errno.name(errno)
                + ")";
    }

    /** Returns the kernel's reason, one of {@link Errno}. */
    public int errno() {
        return errno;
    }

    /** Returns the name of the reason, such as {@code ENOENT}. */
    public String errnoName() {
        return Errno.name(errno);
    }
}
