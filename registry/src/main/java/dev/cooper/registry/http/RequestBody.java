package dev.cooper.registry.http;

import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;

import org.eclipse.jetty.io.Content;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** The bytes that a request carries, read by the thread that handles it. */
public final class RequestBody {
    /** Takes the bytes of a request as they come. */
    public interface Sink {
        void accept(ByteBuffer bytes) throws IOException;
    }

    /** How many times the limit of a body is read before the client is cut off. */
    private static final int MOST_OVER = 3;

    /** A body that is refused unread is still taken from the wire when it is no larger. */
    private static final int UNREAD = 256 << 10;

    private final Exchange exchange;
    private final SlowClients slow;
    private final Bandwidth bandwidth;

    RequestBody(Exchange exchange, SlowClients slow, Bandwidth bandwidth) {
        this.exchange = exchange;
        this.slow = slow;
        this.bandwidth = bandwidth;
    }

    /** Reads the body to its end. */
    public void read(Sink sink) throws IOException {
        Semaphore arrived = new Semaphore(0);
        long waited = 0;
        long bytes = 0;
        while (true) {
            Content.Chunk chunk = exchange.request().read();
            if (chunk == null) {
                long start = System.nanoTime();
                exchange.request().demand(arrived::release);
                arrived.acquireUninterruptibly();
                waited += System.nanoTime() - start;
                continue;
            }
            bytes += chunk.remaining();
            if (waited > SlowClients.GRACE.toNanos()) {
                slow.received(bytes, waited);
                waited = 0;
                bytes = 0;
            }
            if (Content.Chunk.isFailure(chunk)) {
                throw failure(chunk.getFailure());
            }
            try {
                int size = chunk.remaining();
                if (size > 0) {
                    sink.accept(chunk.getByteBuffer());
                    bandwidth.passed(exchange.payer(), size);
                }
            } finally {
                chunk.release();
            }
            if (chunk.isLast()) {
                return;
            }
        }
    }

    /**
     * Takes the rest of the body and forgets it: a client that is still sending does not see an
     * answer before it is done, and tries it all again.
     */
    public void discard(long most) {
        long[] left = {most};
        try {
            read(bytes -> {
                left[0] -= bytes.remaining();
                if (left[0] < 0) {
                    throw new IOException("too much to wait for");
                }
            });
        } catch (IOException | RuntimeException _) {
            // then it does not see the answer
        }
    }

    /**
     * Makes sure that an answer given before the body was read does not spoil the connection: a few
     * bytes are read and forgotten, and after more the client is told to open another connection.
     */
    public void endUnread() {
        long length = exchange.contentLength();
        boolean chunked = exchange.header("Transfer-Encoding").isPresent();
        if (length <= 0 && !chunked) {
            return;
        }
        if (chunked || length > UNREAD || exchange.header("Expect").isPresent()) {
            exchange.set("Connection", "close");
        } else {
            discard(UNREAD);
        }
    }

    private static IOException failure(Throwable cause) {
        IOException lost = new EOFException("the client stopped sending: " + cause.getMessage());
        lost.initCause(cause);
        return lost;
    }

    /**
     * Reads a body that must not be larger than a limit. One that is a little larger is read to its
     * end, because many clients read the answer only then.
     */
    public byte[] read(int limit, String what) throws IOException {
        long most = MOST_OVER * (long) limit;
        if (exchange.contentLength() > most) {
            throw tooLarge(limit, what);
        }
        List<byte[]> parts = new ArrayList<>();
        long[] total = {0};
        read(bytes -> {
            total[0] += bytes.remaining();
            if (total[0] > most) {
                throw tooLarge(limit, what);
            }
            if (total[0] <= limit) {
                byte[] part = new byte[bytes.remaining()];
                bytes.get(part);
                parts.add(part);
            }
        });
        if (total[0] > limit) {
            throw tooLarge(limit, what);
        }
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        ByteBuffer all = ByteBuffer.allocate((int) total[0]);
        parts.forEach(all::put);
        return all.array();
    }

    private static ApiException tooLarge(int limit, String what) {
        return new ApiException(
                ErrorCode.SIZE_INVALID,
                413,
                what + " is larger than " + limit + " bytes, the most that is taken");
    }
}
