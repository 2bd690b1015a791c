package dev.cooper.archive;

import dev.cooper.oci.Digest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * Passes content through and refuses it when digest or size differ from what was asked for.
 *
 * <p>With a known size the check is made before the last byte is handed out, so a reader that takes
 * all bytes has verified bytes. With an unknown size (-1) the check is made before the end of the
 * stream is reported. A reader that stops early has verified nothing. Not safe for several threads.
 */
public final class VerifyingInputStream extends FilterInputStream {
    private final Digest wanted;
    private final long size;
    private final MessageDigest digest;
    private long count;
    private boolean verified;

    /**
     * Verifies {@code in}, which is closed with this stream.
     *
     * @param size the number of bytes promised, or -1 when it is not known
     */
    public VerifyingInputStream(InputStream in, Digest wanted, long size) {
        super(in);
        this.wanted = wanted;
        this.size = size;
        this.digest = wanted.algorithm().newMessageDigest();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int n = in.read(buffer, offset, length);
        if (n < 0) {
            atEnd();
            return -1;
        }
        digest.update(buffer, offset, n);
        count += n;
        if (size >= 0 && count > size) {
            throw new DigestMismatchException(
                    wanted, "want " + size + " bytes, got at least " + count);
        }
        if (count == size) {
            verify();
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        byte[] scratch = new byte[(int) Math.max(0, Math.min(n, 8192))];
        long left = n;
        while (left > 0) {
            int got = read(scratch, 0, (int) Math.min(left, scratch.length));
            if (got < 0) {
                break;
            }
            left -= got;
        }
        return n - left;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Reads whatever is left, so that digest and size are checked. */
    public void drain() throws IOException {
        byte[] scratch = new byte[64 * 1024];
        int n = read(scratch, 0, scratch.length);
        while (n >= 0) {
            n = read(scratch, 0, scratch.length);
        }
    }

    private void atEnd() throws IOException {
        if (size >= 0 && count != size) {
            throw new DigestMismatchException(wanted, "want " + size + " bytes, got " + count);
        }
        verify();
    }

    private void verify() throws IOException {
        if (verified) {
            return;
        }
        Digest found = Digest.of(wanted.algorithm(), digest.digest());
        if (!found.equals(wanted)) {
            throw new DigestMismatchException(wanted, found, count);
        }
        verified = true;
    }
}
