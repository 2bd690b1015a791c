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

/**
 * Reads, decompresses and hashes a source on a thread of its own, a bounded distance ahead of who
 * reads from here: whoever looks at the bytes does not wait for the hash over them.
 */
public final class DigestingReadAhead extends InputStream {
    private static final int CHUNK = 256 << 10;
    private static final int CHUNKS = 12;

    /** A part of the source; what ended it, if anything did, comes after its bytes. */
    private static final class Chunk {
        private static final Chunk NONE = new Chunk(new byte[0], 0, null);

        private final byte[] bytes;
        private final int length;
        private final @Nullable Exception failure;

        Chunk(byte[] bytes, int length, @Nullable Exception failure) {
            this.bytes = bytes;
            this.length = length;
            this.failure = failure;
        }
    }

    private final InputStream source;
    private final MessageDigest digest;
    private final Digest.Algorithm algorithm;
    private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(CHUNKS);
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(CHUNKS);
    private final Thread reader;
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
        this.reader = Thread.ofVirtual().name("read-ahead").start(this::readAll);
    }

    private void readAll() {
        try {
            while (true) {
                byte[] bytes = free.take();
                int length = source.readNBytes(bytes, 0, bytes.length);
                digest.update(bytes, 0, length);
                filled.put(new Chunk(bytes, length, null));
                if (closed || length < bytes.length) {
                    return;
                }
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // which nobody does
        }
    }

    private void fail(Exception e) {
        try {
            filled.put(new Chunk(new byte[0], 0, e));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
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
            if (current != Chunk.NONE) {
                free.add(current.bytes);
                current = Chunk.NONE;
                position = 0;
            }
            current = take();
            ended = current.length < current.bytes.length;
        }
        return true;
    }

    private Chunk take() throws IOException {
        try {
            Chunk chunk = filled.take();
            if (chunk.failure != null) {
                filled.add(chunk); // for who reads on all the same
            }
            switch (chunk.failure) {
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case null, default -> {
                    return chunk;
                }
            }
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
     */
    public Digest digest() {
        if (!ended || position < current.length) {
            throw new IllegalStateException("the source was not read to its end");
        }
        return Digest.of(algorithm, digest.digest());
    }

    /** Stops reading and closes the source. */
    @Override
    public void close() throws IOException {
        closed = true;
        try {
            // Not by an interrupt: it would close a file that others read as well.
            while (!reader.join(Duration.ofMillis(1))) {
                Chunk chunk = filled.poll();
                if (chunk != null && chunk.bytes.length > 0) {
                    free.add(chunk.bytes);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            source.close();
        }
    }
}
