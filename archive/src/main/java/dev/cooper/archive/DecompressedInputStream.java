package dev.cooper.archive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * Gives the decoders one face: what is wrong with the content is an {@link ArchiveException}, what
 * is wrong with the source comes through unchanged, and the compressed bytes are counted.
 */
final class DecompressedInputStream extends InputStream {
    /** {@code xz -9} needs 65 MiB; a header may ask for 4 GiB. */
    private static final int XZ_MEMORY_KIB = 256 * 1024;

    private final Source source;
    private final InputStream decoder;
    private final Compression compression;

    private DecompressedInputStream(Source source, InputStream decoder, Compression compression) {
        this.source = source;
        this.decoder = decoder;
        this.compression = compression;
    }

    static DecompressedInputStream open(InputStream in, Compression compression)
            throws IOException {
        Source source = new Source(in);
        try {
            return new DecompressedInputStream(source, decoder(source, compression), compression);
        } catch (IOException | RuntimeException e) {
            throw explain(e, source, compression);
        }
    }

    static DecompressedInputStream detect(InputStream in) throws IOException {
        PushbackInputStream start = new PushbackInputStream(in, Compression.MAGIC_BYTES);
        byte[] head = start.readNBytes(Compression.MAGIC_BYTES);
        start.unread(head);
        return open(start, Compression.detect(head));
    }

    private static InputStream decoder(Source in, Compression compression) throws IOException {
        return switch (compression) {
            case NONE -> in;
            case GZIP -> new GzipDecoder(in);
            // The window is bounded to 128 MiB by the library unless told otherwise.
            case ZSTD -> new ZstdInputStreamNoFinalizer(in);
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case XZ -> new XZInputStream(in, XZ_MEMORY_KIB);
        };
    }

    /** The compressed bytes taken from the source so far. */
    long compressedBytes() {
        return source.count;
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
        try {
            return decoder.read(buffer, offset, length);
        } catch (IOException | RuntimeException e) {
            throw explain(e, source, compression);
        }
    }

    @Override
    public void close() throws IOException {
        decoder.close();
    }

    private static IOException explain(Exception e, Source source, Compression compression) {
        IOException failure = source.failure;
        if (failure != null) {
            return failure;
        }
        if (e instanceof ArchiveException known) {
            return known;
        }
        String name = compression.name().toLowerCase(java.util.Locale.ROOT);
        return new ArchiveException(
                "damaged " + name + " data after " + source.count + " bytes: " + e.getMessage(), e);
    }

    /** Counts and remembers what the real source threw, to tell it from a decoder's complaint. */
    private static final class Source extends InputStream {
        private final InputStream in;
        private long count;
        private @Nullable IOException failure;

        Source(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            try {
                int b = in.read();
                count += b < 0 ? 0 : 1;
                return b;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int n = in.read(buffer, offset, length);
                count += Math.max(0, n);
                return n;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
