package dev.cooper.archive;

import dev.cooper.oci.Digest;

import java.io.IOException;

/** Reports that content differs from the digest or the size by which it was asked for. */
public final class DigestMismatchException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Reports content of {@code bytes} bytes that has another digest than the one wanted. */
    public DigestMismatchException(Digest wanted, Digest found, long bytes) {
        super("digest mismatch after " + bytes + " bytes: want " + wanted + ", got " + found);
    }

    /** Reports content that is shorter or longer than promised. */
    public DigestMismatchException(Digest wanted, String sizes) {
        super("content of " + wanted + " has the wrong size: " + sizes);
    }
}
