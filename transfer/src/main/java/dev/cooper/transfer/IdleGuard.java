package dev.cooper.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Closes connections on which nothing arrives any more, so that their readers wake up. */
final class IdleGuard implements AutoCloseable {
    private final Duration longest;
    private final Set<Watched> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean started;
    private volatile boolean closed;

    IdleGuard(Duration longest) {
        this.longest = longest;
    }

    InputStream watch(InputStream in) {
        Watched watched = new Watched(in);
        streams.add(watched);
        start();
        return watched;
    }

    private synchronized void start() {
        if (!started) {
            started = true;
            Thread.ofVirtual().start(this::look);
        }
    }

    private void look() {
        long limit = longest.toNanos();
        try {
            while (!closed) {
                Thread.sleep(Duration.ofNanos(limit / 10 + 1));
                long now = System.nanoTime();
                for (Watched stream : streams) {
                    if (stream.reading && now - stream.since > limit) {
                        stream.giveUp();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Watched extends FilterInputStream {
        private volatile boolean reading;
        private volatile long since;

        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            since = System.nanoTime();
            reading = true;
            try {
                return in.read(buffer, offset, length);
            } finally {
                reading = false;
            }
        }

        void giveUp() {
            try {
                close();
            } catch (IOException e) {
                // the reader is told anyway
            }
        }

        @Override
        public void close() throws IOException {
            streams.remove(this);
            super.close();
        }
    }
}
