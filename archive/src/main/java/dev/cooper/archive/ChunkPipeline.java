package dev.cooper.archive;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/**
 * Cuts a stream into chunks, has them encoded by a pool of one thread per processor and hands them
 * on in order. The thread that fills the pipeline hands the plain bytes on, one extra thread per
 * pipeline the encoded ones, so that both sides can be digested at the same time. A stream of less
 * than one chunk is dealt with by the caller's thread alone.
 *
 * <p>Memory: at most {@link #IN_FLIGHT} + 2 chunks and as many encoded ones.
 */
final class ChunkPipeline {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();
    private static final int IN_FLIGHT = 2 * THREADS + 1;

    private final ChunkCodec codec;
    private final Sink sink;
    private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(IN_FLIGHT);
    private final BlockingQueue<Chunk> spare = new ArrayBlockingQueue<>(IN_FLIGHT + 2);
    private final boolean stored;
    private Chunk current;
    private @Nullable Thread drain;
    private volatile @Nullable Throwable failure;
    private volatile boolean aborted;

    /** Where chunks go, in order; each side by one thread, not both by the same. */
    interface Sink {
        void plain(byte[] bytes, int length);

        void encoded(byte[] bytes, int length) throws IOException;
    }

    ChunkPipeline(ChunkCodec codec, Sink sink) {
        this.codec = codec;
        this.sink = sink;
        this.stored = codec instanceof StoredChunks;
        this.current = new Chunk(codec.chunkSize());
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            int n = Math.min(left, current.plain.length - current.length);
            System.arraycopy(bytes, at, current.plain, current.length, n);
            current.length += n;
            at += n;
            left -= n;
            if (current.length == current.plain.length) {
                submit();
            }
        }
    }

    /** Encodes what is left and waits until the sink has everything. */
    void finish() throws IOException {
        if (drain == null) {
            if (current.length > 0 || codec.encodesEmpty()) {
                current.encode(codec, stored);
                sink.plain(current.plain, current.length);
                deliver(current);
            }
            return;
        }
        if (current.length > 0) {
            submit();
        }
        put(new Chunk(0));
        join();
        rethrow();
    }

    /** Stops without finishing; the sink gets nothing more once this has returned. */
    void abort() {
        aborted = true;
        if (drain != null) {
            drain.interrupt();
            try {
                join();
            } catch (IOException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void submit() throws IOException {
        rethrow();
        if (drain == null) {
            drain = Thread.ofVirtual().name("layer-writer").start(this::drain);
        }
        Chunk full = current;
        if (!stored) {
            full.encoding = Pool.WORKERS.submit(() -> full.encode(codec, false), full);
        }
        sink.plain(full.plain, full.length);
        put(full);
        Chunk next = spare.poll();
        current = next == null ? new Chunk(codec.chunkSize()) : next;
        current.length = 0;
    }

    private void drain() {
        try {
            while (!aborted) {
                Chunk chunk = queue.take();
                if (chunk.plain.length == 0) {
                    return;
                }
                take(chunk);
            }
        } catch (InterruptedException e) {
            failure = e;
        }
    }

    /** After a failure chunks are still taken, so that the thread that fills is never stuck. */
    private void take(Chunk chunk) throws InterruptedException {
        try {
            Future<?> encoding = chunk.encoding;
            if (encoding != null) {
                encoding.get();
            }
            if (failure == null) {
                deliver(chunk);
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        } catch (ExecutionException e) {
            failure = e.getCause();
        }
        spare.offer(chunk);
    }

    private void deliver(Chunk chunk) throws IOException {
        if (stored) {
            sink.encoded(chunk.plain, chunk.length);
        } else {
            sink.encoded(chunk.encoded, chunk.encodedLength);
        }
    }

    private void put(Chunk chunk) throws IOException {
        try {
            queue.put(chunk);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void join() throws IOException {
        Thread thread = drain;
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new java.io.InterruptedIOException("interrupted while compressing");
    }

    private void rethrow() throws IOException {
        Throwable seen = failure;
        if (seen instanceof IOException e) {
            throw e;
        }
        if (seen != null) {
            throw new IOException(String.valueOf(seen.getMessage()), seen);
        }
    }

    /** A piece of the stream and its encoded form, used again and again. */
    private static final class Chunk {
        final byte[] plain;
        int length;
        byte[] encoded = new byte[0];
        int encodedLength;
        @Nullable Future<?> encoding;

        Chunk(int size) {
            plain = new byte[size];
        }

        void encode(ChunkCodec codec, boolean stored) {
            if (stored) {
                return;
            }
            int bound = codec.bound(length);
            if (encoded.length < bound) {
                encoded = new byte[bound];
            }
            encodedLength = codec.encode(plain, length, encoded);
        }
    }

    /** One pool for all pipelines; daemon threads, made when the first chunk needs them. */
    private static final class Pool {
        static final ExecutorService WORKERS = Executors.newFixedThreadPool(THREADS, named());

        private static ThreadFactory named() {
            return Thread.ofPlatform().daemon().name("compress-", 0).factory();
        }
    }
}
