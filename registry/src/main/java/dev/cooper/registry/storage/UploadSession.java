package dev.cooper.registry.storage;

import dev.cooper.oci.Digest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes of one upload so far, held by one request at a time, which closes it. Either it becomes
 * a blob, and whoever made it one {@linkplain #end ends} it, or it is ended without.
 */
public interface UploadSession extends FinishedBytes, AutoCloseable {
    /** Up to this many bytes live in the database: one sync instead of three. */
    int INLINE = 16 << 10;

    String id();

    /** How many bytes have come. */
    @Override
    long size();

    /** Told how many bytes will come, where that is known. */
    default void expect(long length) {}

    /** Takes the next bytes. */
    void append(ByteBuffer bytes) throws IOException;

    /** Goes back to the length it had when it was taken. */
    void truncate(long length) throws IOException;

    /** Sees to it that what has come outlives as much as this storage promises. */
    void save() throws IOException;

    /** The digest of all bytes, by the algorithm that is asked for. Nothing may follow. */
    Digest digest(Digest.Algorithm wanted) throws IOException;

    @Override
    byte @Nullable [] inline() throws IOException;

    /** Ends it; what it has written and nobody has taken is deleted. */
    void end() throws IOException;

    /** Lets another request have it. */
    @Override
    void close() throws IOException;
}
