package dev.cooper.registry;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Direct buffers for sending, used again and again; a few are kept, the rest is let go. */
final class TransferBuffers {
    private static final BlockingQueue<ByteBuffer> KEPT = new ArrayBlockingQueue<>(64);

    private TransferBuffers() {}

    static ByteBuffer take(int size) {
        ByteBuffer buffer = KEPT.poll();
        return buffer == null ? ByteBuffer.allocateDirect(size) : buffer;
    }

    static void give(ByteBuffer buffer) {
        var _ = KEPT.offer(buffer.clear());
    }
}
