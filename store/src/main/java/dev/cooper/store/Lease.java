package dev.cooper.store;

/**
 * Keeps garbage collection away: as long as a lease is open, in this process or another, no blob of
 * the store is deleted. Ends with {@link #close} or with the process. May be closed by any thread.
 */
public final class Lease implements AutoCloseable {
    private final Runnable end;
    private boolean closed;

    Lease(Runnable end) {
        this.end = end;
    }

    /** Ends the lease; does nothing the second time. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        end.run();
    }
}
