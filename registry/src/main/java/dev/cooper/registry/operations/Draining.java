package dev.cooper.registry.operations;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets a server end without anyone being refused who was let in: there are no new connections, and
 * requests that still come over an open one are served.
 */
public final class Draining extends Handler.Wrapper {
    /** How long nothing must happen on the connections left, in nanoseconds. */
    private static final long QUIET = 500_000_000L;

    private static final long LOOK_MILLIS = 10;

    private final LongAdder began = new LongAdder();
    private final LongAdder ended = new LongAdder();

    /** Counts the requests that {@code next} handles. */
    public Draining(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        began.increment();
        boolean handled = false;
        try {
            handled = super.handle(request, response, Callback.from(callback, ended::increment));
            return handled;
        } finally {
            if (!handled) {
                ended.increment();
            }
        }
    }

    private long underWay() {
        // In this order, so that a request is never missed.
        long over = ended.sum();
        return began.sum() - over;
    }

    /**
     * Takes no new connections and waits for what is under way.
     *
     * @return how many requests were still under way after that time
     */
    public long drain(ServerConnector connector, Duration most) throws InterruptedException {
        connector.close();
        long end = System.nanoTime() + most.toNanos();
        long quietSince = System.nanoTime();
        while (System.nanoTime() - end < 0) {
            if (underWay() > 0) {
                quietSince = System.nanoTime();
            } else if (connector.getConnectedEndPoints().isEmpty()
                    || System.nanoTime() - quietSince > QUIET) {
                return 0;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return underWay();
    }
}
