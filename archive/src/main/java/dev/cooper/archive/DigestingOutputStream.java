package dev.cooper.archive;

import dev.cooper.oci.Digest;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Passes bytes through and counts and hashes them. Not safe for several threads. */
public final class DigestingOutputStream extends FilterOutputStream {
    private final Digest.Algorithm algorithm;
    private final MessageDigest digest;
    private long count;

    /** Hashes what is written to {@code out}, which is closed with this stream. */
    public DigestingOutputStream(OutputStream out, Digest.Algorithm algorithm) {
        super(out);
        this.algorithm = algorithm;
        this.digest = algorithm.newMessageDigest();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        out.write(buffer, offset, length);
        digest.update(buffer, offset, length);
        count += length;
    }

    /** The number of bytes written so far. */
    public long count() {
        return count;
    }

    /** The digest of the bytes written so far; call it once, at the end. */
    public Digest digest() {
        return Digest.of(algorithm, digest.digest());
    }
}
