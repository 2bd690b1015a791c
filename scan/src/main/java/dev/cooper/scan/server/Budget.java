package dev.cooper.scan.server;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How much is done at a time, so that many clients wait instead of filling the memory. */
final class Budget {
    private static final int WAIT_SECONDS = 30;
    private static final int PIECE = 1 << 10;

    private final int pieces;
    private final Semaphore memory;
    private final Semaphore work;

    /** A budget by what the machine has. */
    Budget() {
        this.pieces = (int) Math.min(Runtime.getRuntime().maxMemory() / 8 / PIECE, 1 << 22);
        this.memory = new Semaphore(pieces, true);
        this.work = new Semaphore(2 * Runtime.getRuntime().availableProcessors() + 2, true);
    }

    /** What is had until it is closed. */
    interface Share extends AutoCloseable {
        @Override
        void close();
    }

    /** Room for a body. */
    Share room(long bytes) throws RefusedException, InterruptedException {
        int share = (int) Math.min(pieces, bytes / PIECE + 1);
        return share(memory, share);
    }

    /** A turn to work. */
    Share turn() throws RefusedException, InterruptedException {
        return share(work, 1);
    }

    private static Share share(Semaphore of, int amount)
            throws RefusedException, InterruptedException {
        if (!of.tryAcquire(amount, WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new RefusedException(503, "too many clients ask at once; try again later");
        }
        return () -> of.release(amount);
    }
}
