package dev.cooper.registry.storage;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Direct buffers for sending, used again and again; a few are kept, the rest is let go. */
public final class TransferBuffers {
    private static final BlockingQueue<ByteBuffer> KEPT = new ArrayBlockingQueue<>(64);

    private TransferBuffers() {}

    /** A buffer, perhaps used before; {@link #give} it back. */
    public static ByteBuffer take(int size) {
        ByteBuffer buffer = KEPT.poll();
        return buffer == null ? ByteBuffer.allocateDirect(size) : buffer;
    }

    /** Takes back a buffer that nobody uses any longer. */
    public static void give(ByteBuffer buffer) {
        var _ = KEPT.offer(buffer.clear());
    }
}
