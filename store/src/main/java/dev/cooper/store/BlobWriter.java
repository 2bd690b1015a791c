package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes one blob. Either it is committed, and is then complete, verified and safe on disk, or it
 * is closed without a commit and leaves nothing behind. Not safe for several threads.
 */
public abstract class BlobWriter extends OutputStream {
    /** For the places. */
    protected BlobWriter() {}

    /**
     * Makes the blob visible under its SHA-256 digest.
     *
     * @param mediaType what the content is; goes into the descriptor only
     * @throws IOException when it cannot be stored
     */
    public abstract Descriptor commit(String mediaType) throws IOException;

    /**
     * Makes the blob visible if it has the expected digest.
     *
     * @param mediaType what the content is; goes into the descriptor only
     * @param expected the digest it must have
     * @throws dev.cooper.archive.DigestMismatchException when it has another digest; nothing is
     *     stored then
     * @throws IOException when it cannot be stored
     */
    public abstract Descriptor commit(String mediaType, Digest expected) throws IOException;

    /** Throws the blob away unless it was committed. */
    @Override
    public abstract void close() throws IOException;
}
