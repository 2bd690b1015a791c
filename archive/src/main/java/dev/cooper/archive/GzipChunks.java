package dev.cooper.archive;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Makes one gzip member of each 2 MiB. The deflate data comes from libdeflate, which is three times
 * as fast as zlib and a little smaller; where its library cannot be loaded, the JDK's zlib does the
 * work under another {@link #name()}. Bytes that cannot become smaller are stored.
 */
final class GzipChunks implements ChunkCodec {
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int CHUNK = 2 << 20;

    /** The largest stored block of deflate, RFC 1951 section 3.2.4. */
    private static final int STORED = 65_535;

    private static final int STORED_HEADER = 5;

    /** How much is tried before bytes are stored: enough to meet repetitions in deflate's reach. */
    private static final int SAMPLE = 40 << 10;

    private static final String FORM = ", members of 2 MiB, noise stored";

    private final String name;
    private final Supplier<RawDeflate> factory;
    private final ConcurrentLinkedQueue<RawDeflate> idle = new ConcurrentLinkedQueue<>();

    private GzipChunks(String name, Supplier<RawDeflate> factory) {
        this.name = name;
        this.factory = factory;
    }

    static GzipChunks ofLevel(int level) {
        return LibDeflate.isLoaded() ? nativeOf(level) : jdkOf(level);
    }

    /** The level that a user's choice stands for; -1 is the gzip program's default. */
    static int level(int chosen) {
        return chosen < 0 ? 6 : chosen;
    }

    /** The name that {@link #ofLevel} has unless something is wrong with this machine. */
    static String expectedName(int level) {
        return LibDeflate.isExpected() ? nativeName(level) : jdkName(level);
    }

    static GzipChunks nativeOf(int level) {
        return new GzipChunks(nativeName(level), () -> LibDeflate.ofLevel(level));
    }

    static GzipChunks jdkOf(int level) {
        return new GzipChunks(jdkName(level), () -> new JdkDeflate(new Deflater(level, true)));
    }

    private static String nativeName(int level) {
        return "gzip " + LibDeflate.NAME + " level " + level + FORM;
    }

    private static String jdkName(int level) {
        return "gzip zlib of JDK " + Runtime.version() + " level " + level + FORM;
    }

    @Override
    public int chunkSize() {
        return CHUNK;
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
        int n =
                isNoise(deflate, in, length, out)
                        ? store(in, length, out)
                        : deflate.compress(in, 0, length, out, HEADER, room(out));
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

    private static int room(byte[] out) {
        return out.length - HEADER - TRAILER;
    }

    /** Uses {@code out} for trials. */
    private static boolean isNoise(RawDeflate deflate, byte[] in, int length, byte[] out) {
        return length >= 2 * SAMPLE
                && Noise.isEven(in, length)
                && staysLarge(deflate, in, 0, out)
                && staysLarge(deflate, in, length / 2, out);
    }

    private static boolean staysLarge(RawDeflate deflate, byte[] in, int at, byte[] out) {
        return deflate.compress(in, at, SAMPLE, out, HEADER, room(out)) > SAMPLE - SAMPLE / 100;
    }

    private static int store(byte[] in, int length, byte[] out) {
        int to = HEADER;
        for (int at = 0; at < length; at += STORED) {
            int n = Math.min(STORED, length - at);
            out[to] = (byte) (at + n == length ? 1 : 0);
            out[to + 1] = (byte) n;
            out[to + 2] = (byte) (n >> 8);
            out[to + 3] = (byte) ~n;
            out[to + 4] = (byte) (~n >> 8);
            System.arraycopy(in, at, out, to + STORED_HEADER, n);
            to += STORED_HEADER + n;
        }
        return to - HEADER;
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

    private record JdkDeflate(Deflater deflate) implements RawDeflate {
        @Override
        public int compress(byte[] in, int from, int length, byte[] out, int offset, int room) {
            deflate.reset();
            deflate.setInput(in, from, length);
            deflate.finish();
            int n = deflate.deflate(out, offset, room);
            if (!deflate.finished()) {
                throw new IllegalStateException("deflate needs more than " + room + " bytes");
            }
            return n;
        }
    }
}
