package dev.cooper.archive;

import org.jspecify.annotations.Nullable;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * Refuses a stream that yields more bytes than agreed, or far more than the compressed bytes it was
 * made from ("10 GB of zeros in a small gzip"). Not safe for several threads.
 */
public final class BoundedInputStream extends FilterInputStream {
    /** So much may be read before the ratio counts: small files of zeros are no attack. */
    static final long RATIO_FREE_BYTES = 64L << 20;

    private final long maxBytes;
    private final int maxRatio;
    private final @Nullable LongSupplier compressedBytes;
    private final String what;
    private long count;

    private BoundedInputStream(
            InputStream in,
            long maxBytes,
            int maxRatio,
            @Nullable LongSupplier compressedBytes,
            String what) {
        super(in);
        this.maxBytes = maxBytes;
        this.maxRatio = maxRatio;
        this.compressedBytes = compressedBytes;
        this.what = what;
    }

    /**
     * Passes {@code in} through up to {@code maxBytes} bytes; one more is an {@link
     * ArchiveException}. Closes {@code in} with itself.
     *
     * @param what names the content in the message, such as {@code archive a.tar}
     */
    public static BoundedInputStream ofSize(InputStream in, long maxBytes, String what) {
        return new BoundedInputStream(in, maxBytes, 0, null, what);
    }

    /**
     * Decompresses {@code compressed} (any {@link Compression}, found by its first bytes) within
     * bounds: at most {@code maxBytes} bytes, and after the first 64 MiB at most {@code maxRatio}
     * times the compressed bytes read so far. Closes {@code compressed} with itself.
     */
    public static BoundedInputStream decompressing(
            InputStream compressed, long maxBytes, int maxRatio, String what) throws IOException {
        DecompressedInputStream in = DecompressedInputStream.detect(compressed);
        return new BoundedInputStream(in, maxBytes, maxRatio, in::compressedBytes, what);
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
            count += n;
            check();
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

    private void check() throws ArchiveException {
        if (count > maxBytes) {
            throw new ArchiveException(
                    what + " holds more than the " + maxBytes + " bytes allowed");
        }
        if (compressedBytes == null || count <= RATIO_FREE_BYTES) {
            return;
        }
        long compressed = Math.max(1, compressedBytes.getAsLong());
        if (count / compressed > maxRatio) {
            throw new ArchiveException(
                    what
                            + " decompresses to more than "
                            + maxRatio
                            + " times its size ("
                            + compressed
                            + " bytes gave "
                            + count
                            + "): refused as hostile");
        }
    }
}
