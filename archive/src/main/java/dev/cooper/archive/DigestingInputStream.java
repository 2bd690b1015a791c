package dev.cooper.archive;

import dev.cooper.oci.Digest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Passes bytes through and counts and hashes them. Not safe for several threads. */
public final class DigestingInputStream extends FilterInputStream {
    private final Digest.Algorithm algorithm;
    private final MessageDigest digest;
    private long count;

    /** Hashes what is read from {@code in}, which is closed with this stream. */
    public DigestingInputStream(InputStream in, Digest.Algorithm algorithm) {
        super(in);
        this.algorithm = algorithm;
        this.digest = algorithm.newMessageDigest();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        if (n > 0) {
            digest.update(buffer, offset, n);
            count += n;
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        return readNBytes((int) Math.max(0, Math.min(n, 64 * 1024))).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** The number of bytes read so far. */
    public long count() {
        return count;
    }

    /** The digest of the bytes read so far; call it once, at the end. */
    public Digest digest() {
        return Digest.of(algorithm, digest.digest());
    }
}
