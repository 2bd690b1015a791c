package dev.cooper.build.copy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Ends a stream that gives nothing for too long; the client itself would wait for ever. */
final class StallGuard implements AutoCloseable {
    private final InputStream in;
    private final Duration patience;
    private final Thread watch;
    private volatile long lastRead = System.nanoTime();
    private volatile boolean stalled;

    StallGuard(InputStream in, Duration patience) {
        this.in = in;
        this.patience = patience;
        this.watch = Thread.ofVirtual().name("stall-guard").start(this::watch);
    }

    int read(byte[] buffer) throws IOException {
        int n = in.read(buffer);
        lastRead = System.nanoTime();
        return n;
    }

    boolean stalled() {
        return stalled;
    }

    private void watch() {
        try {
            while (System.nanoTime() - lastRead < patience.toNanos()) {
                Thread.sleep(patience.dividedBy(10));
            }
            stalled = true;
            in.close();
        } catch (InterruptedException | IOException e) {
            // The download has ended, one way or the other.
            return;
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
