package dev.cooper.linux;

import dev.cooper.oci.FileName;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Native memory for the arguments of one system call at a time, taken from a pool: no allocation
 * per call, and none per virtual thread. Take one in a try-with-resources statement.
 *
 * <p>The structures are read through a {@link ByteBuffer} because the first use of a var handle
 * costs more start-up time than a whole directory listing.
 */
final class Scratch implements AutoCloseable {
    /** Room for the results of {@code statx}, {@code statfs} and other small structures. */
    static final int STRUCT = 64;

    /** Room for bulk results: directory entries, attribute values, file content. */
    static final int DATA = 0x8000;

    /** Bytes at {@link #DATA}. */
    static final int DATA_SIZE = 0x20000;

    private static final int PATH_A = 0x1000;
    private static final int PATH_B = 0x4000;
    private static final int PATH_SIZE = 0x3000;

    private static final ConcurrentLinkedDeque<Scratch> POOL = new ConcurrentLinkedDeque<>();

    private final MemorySegment state;
    private final long address;
    private final ByteBuffer bytes;

    private Scratch() {
        MemorySegment all = Syscall.allocate(DATA + DATA_SIZE);
        this.state = all.asSlice(0, 64);
        this.address = all.address();
        this.bytes = all.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    static Scratch take() {
        Scratch free = POOL.pollFirst();
        return free == null ? new Scratch() : free;
    }

    @Override
    public void close() {
        POOL.addFirst(this);
    }

    MemorySegment state() {
        return state;
    }

    int errno() {
        return bytes.getInt((int) Syscall.ERRNO_OFFSET);
    }

    /** Returns the memory as a buffer in the machine's byte order; use absolute access only. */
    ByteBuffer bytes() {
        return bytes;
    }

    long addressOf(int offset) {
        return address + offset;
    }

    /** Puts a path down with its closing zero and returns its address. */
    long path(String path) throws ErrnoException {
        return put(path, PATH_A);
    }

    /** Puts a second path down for calls that take two. */
    long secondPath(String path) throws ErrnoException {
        return put(path, PATH_B);
    }

    private long put(String path, int offset) throws ErrnoException {
        int length = path.length();
        if (length >= PATH_SIZE / 3) {
            throw new ErrnoException("using name", path.substring(0, 100), Errno.ENAMETOOLONG);
        }
        if (path.indexOf(0) >= 0) {
            throw new ErrnoException("using a name with a zero byte", "", Errno.EINVAL);
        }
        for (int i = 0; i < length; i++) {
            char c = path.charAt(i);
            if (c >= 0x80) {
                byte[] encoded = FileName.encode(path);
                bytes.put(offset, encoded);
                bytes.put(offset + encoded.length, (byte) 0);
                return address + offset;
            }
            bytes.put(offset + i, (byte) c);
        }
        bytes.put(offset + length, (byte) 0);
        return address + offset;
    }

    /** Puts options down at {@link #DATA}: up to one page with the closing zero. */
    long text(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        byte[] encoded = FileName.encode(text);
        bytes.put(DATA, encoded);
        bytes.put(DATA + encoded.length, (byte) 0);
        return address + DATA;
    }

    /** Returns the string that ends at a zero byte. */
    String string(int offset) {
        int end = offset;
        while (bytes.get(end) != 0) {
            end++;
        }
        return string(offset, end - offset);
    }

    String string(int offset, int length) {
        return FileName.decode(copy(offset, length));
    }

    byte[] copy(int offset, int length) {
        byte[] out = new byte[length];
        bytes.get(offset, out);
        return out;
    }
}
