package dev.cooper.archive;

import io.airlift.compress.v3.deflate.DeflateNativeCompressor;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Makes one gzip member of each MiB. The deflate data comes from libdeflate, which is three times
 * as fast as zlib and a little smaller; where its library cannot be loaded, the JDK's zlib does the
 * work under another {@link #name()}.
 */
final class GzipChunks implements ChunkCodec {
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final String NATIVE = "libdeflate of aircompressor-v3 3.8";

    private final String name;
    private final Supplier<RawDeflate> factory;
    private final ConcurrentLinkedQueue<RawDeflate> idle = new ConcurrentLinkedQueue<>();

    private GzipChunks(String name, Supplier<RawDeflate> factory) {
        this.name = name;
        this.factory = factory;
    }

    static GzipChunks ofLevel(int level) {
        return DeflateNativeCompressor.isEnabled() ? nativeOf(level) : jdkOf(level);
    }

    static GzipChunks nativeOf(int level) {
        return new GzipChunks(
                "gzip " + NATIVE + " level " + level + ", members of 1 MiB",
                () -> new LibDeflate(new DeflateNativeCompressor(level)));
    }

    static GzipChunks jdkOf(int level) {
        return new GzipChunks(
                "gzip zlib of JDK " + Runtime.version() + " level " + level + ", members of 1 MiB",
                () -> new JdkDeflate(new Deflater(level, true)));
    }

    @Override
    public int chunkSize() {
        return 1 << 20;
    }

    @Override
    public int bound(int length) {
        // Incompressible data goes to stored blocks: five bytes for each 5,000 at the very worst.
        return HEADER + TRAILER + length + length / 1000 + 64;
    }

    @Override
    public int encode(byte[] in, int length, byte[] out) {
        RawDeflate deflate = idle.poll();
        if (deflate == null) {
            deflate = factory.get();
        }
        int n = deflate.compress(in, length, out, HEADER, out.length - HEADER - TRAILER);
        idle.add(deflate);
        // Fixed header: no name, no time, unknown system; anything else would vary by machine.
        out[0] = 0x1f;
        out[1] = (byte) 0x8b;
        out[2] = 8;
        for (int i = 3; i < 9; i++) {
            out[i] = 0;
        }
        out[9] = (byte) 0xff;
        CRC32 crc = new CRC32();
        crc.update(in, 0, length);
        putInt(out, HEADER + n, (int) crc.getValue());
        putInt(out, HEADER + n + 4, length);
        return HEADER + n + TRAILER;
    }

    @Override
    public boolean encodesEmpty() {
        return true;
    }

    @Override
    public String name() {
        return name;
    }

    private static void putInt(byte[] out, int at, int value) {
        out[at] = (byte) value;
        out[at + 1] = (byte) (value >> 8);
        out[at + 2] = (byte) (value >> 16);
        out[at + 3] = (byte) (value >> 24);
    }

    /** One compressor, used by one thread at a time. */
    private interface RawDeflate {
        int compress(byte[] in, int length, byte[] out, int offset, int room);
    }

    private record LibDeflate(DeflateNativeCompressor deflate) implements RawDeflate {
        @Override
        public int compress(byte[] in, int length, byte[] out, int offset, int room) {
            int n = deflate.compress(in, 0, length, out, offset, room);
            if (n <= 0) {
                throw new IllegalStateException("deflate needs more than " + room + " bytes");
            }
            return n;
        }
    }

    private record JdkDeflate(Deflater deflate) implements RawDeflate {
        @Override
        public int compress(byte[] in, int length, byte[] out, int offset, int room) {
            deflate.reset();
            deflate.setInput(in, 0, length);
            deflate.finish();
            int n = deflate.deflate(out, offset, room);
            if (!deflate.finished()) {
                throw new IllegalStateException("deflate needs more than " + room + " bytes");
            }
            return n;
        }
    }
}
