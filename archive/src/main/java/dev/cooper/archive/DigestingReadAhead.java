package dev.cooper.archive;

import dev.cooper.oci.Digest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads and decompresses a source on one thread and hashes it on another, a bounded distance ahead
 * of who reads from here: whoever looks at the bytes waits for neither.
 */
public final class DigestingReadAhead extends InputStream {
    private static final int CHUNK = 1 << 20;
    private static final int CHUNKS = 6;

    /** A part of the source; what ended it, if anything did, comes after its bytes. */
    private static final class Chunk {
        private static final Chunk NONE = new Chunk(new byte[0], 0, null);

        private final byte[] bytes;
        private final int length;
        private final @Nullable Exception failure;

        /** Who still needs the bytes: the hash, and who reads from here. */
        private final AtomicInteger users = new AtomicInteger(2);

        Chunk(byte[] bytes, int length, @Nullable Exception failure) {
            this.bytes = bytes;
            this.length = length;
            this.failure = failure;
        }

        boolean isLast() {
            return length < bytes.length || failure != null;
        }
    }

    private final InputStream source;
    private final MessageDigest digest;
    private final Digest.Algorithm algorithm;
    // All have room for all there are, and for a failure: only who wants a free one ever waits.
    private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final BlockingQueue<Chunk> unhashed = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final Thread reader;
    private final Thread hasher;
    private Chunk current = Chunk.NONE;
    private int position;
    private long count;
    private boolean ended;
    private volatile boolean closed;

    /** Starts to read; the source is closed with this. */
    public DigestingReadAhead(InputStream source, Digest.Algorithm algorithm) {
        this.source = source;
        this.algorithm = algorithm;
        this.digest = algorithm.newMessageDigest();
        for (int i = 0; i < CHUNKS; i++) {
            free.add(new byte[CHUNK]);
        }
        // Not virtual threads: these compute, and a scheduler spins where it has nothing to do.
        Thread.Builder threads = Thread.ofPlatform().daemon().name("read-ahead");
        this.reader = threads.start(this::readAll);
        this.hasher = threads.start(this::hashAll);
    }

    private void readAll() {
        try {
            boolean more = true;
            while (more && !closed) {
                Chunk chunk = next(free.take());
                more = !chunk.isLast();
                filled.put(chunk);
                unhashed.put(chunk);
            }
            unhashed.put(Chunk.NONE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // which nobody does
        }
    }

    private Chunk next(byte[] bytes) {
        int length = 0;
        try {
            int n = 0;
            while (length < bytes.length && n >= 0) {
                n = source.read(bytes, length, bytes.length - length);
                length += Math.max(0, n);
            }
            return new Chunk(bytes, length, null);
        } catch (IOException | RuntimeException e) {
            return new Chunk(bytes, length, e);
        }
    }

    private void hashAll() {
        try {
            for (Chunk chunk = unhashed.take(); chunk != Chunk.NONE; chunk = unhashed.take()) {
                digest.update(chunk.bytes, 0, chunk.length);
                release(chunk);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // which nobody does
        }
    }

    private void release(Chunk chunk) {
        if (chunk != Chunk.NONE && chunk.users.decrementAndGet() == 0) {
            free.add(chunk.bytes);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int n = Math.min(length, current.length - position);
        System.arraycopy(current.bytes, position, into, offset, n);
        position += n;
        count += n;
        return n;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long left = wanted;
        while (left > 0 && fill()) {
            int n = (int) Math.min(left, current.length - position);
            position += n;
            count += n;
            left -= n;
        }
        return Math.max(0, wanted) - Math.max(0, left);
    }

    /** Makes sure that there is a byte to hand out; false at the end. */
    private boolean fill() throws IOException {
        while (position == current.length) {
            if (ended) {
                return false;
            }
            release(current);
            current = Chunk.NONE;
            position = 0;
            current = take();
            ended = current.isLast() && current.failure == null;
        }
        return true;
    }

    private Chunk take() throws IOException {
        try {
            Chunk chunk = filled.take();
            if (chunk.failure != null) {
                filled.add(new Chunk(new byte[0], 0, chunk.failure)); // for who reads on
            }
            if (chunk.length > 0) {
                return chunk;
            }
            // Not by a switch over types, whose first costs a start twenty milliseconds.
            if (chunk.failure instanceof IOException e) {
                throw e;
            }
            if (chunk.failure instanceof RuntimeException e) {
                throw e;
            }
            return chunk;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        }
    }

    /** How many bytes were handed out. */
    public long count() {
        return count;
    }

    /**
     * The digest over the whole source.
     *
     * @throws IllegalStateException before the end was reached
     * @throws InterruptedIOException when this thread is interrupted
     */
    public Digest digest() throws InterruptedIOException {
        if (!ended || position < current.length) {
            throw new IllegalStateException("the source was not read to its end");
        }
        try {
            hasher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while hashing");
        }
        return Digest.of(algorithm, digest.digest());
    }

    /** Stops reading and closes the source. */
    @Override
    public void close() throws IOException {
        closed = true;
        try {
            // Not by an interrupt: it would close a file that others read as well.
            release(current);
            current = Chunk.NONE;
            position = 0;
            while (!reader.join(Duration.ofMillis(1))) {
                Chunk chunk = filled.poll();
                if (chunk != null) {
                    release(chunk);
                }
            }
            hasher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            source.close();
        }
    }
}
