package dev.cooper.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes connections on to a server on this machine, and spoils them when it is told to. */
public final class FaultyLink implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile long cutAfter;

    public FaultyLink(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Breaks the next connections after so many bytes from the server. */
    public void cut(int connections, long bytes) {
        cutAfter = bytes;
        cuts.set(connections);
        closeOpen();
    }

    /** Answers the next requests as Amazon does who is asked too much. */
    public void slowDown(int requests) {
        refusals.set(requests);
        closeOpen();
    }

    /** Whether all faults it was told to make were made. */
    public boolean isDone() {
        return cuts.get() <= 0 && refusals.get() <= 0;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            if (refusals.getAndDecrement() > 0) {
                refuse(client);
                return;
            }
            long limit = cuts.getAndDecrement() > 0 ? cutAfter : Long.MAX_VALUE;
            try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), target)) {
                open.add(behind);
                Thread.ofVirtual().start(() -> pass(client, behind, Long.MAX_VALUE));
                pass(behind, client, limit);
            }
        } catch (IOException _) {
            // one side is gone, and the other one follows
        }
    }

    private static void pass(Socket from, Socket to, long limit) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            long left = limit;
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    return;
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        } catch (IOException _) {
            // one side is gone, and the other one follows
        }
    }

    private static void refuse(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        for (int ends = 0; ends < 2; ) {
            int next = in.read();
            ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
            if (next < 0) {
                return;
            }
        }
        String body =
                "<Error><Code>SlowDown</Code><Message>Please reduce your rate.</Message></Error>";
        String answer =
                "HTTP/1.1 503 Slow Down\r\nConnection: close\r\nContent-Type: application/xml\r\n"
                        + "Content-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        client.shutdownOutput();
        in.transferTo(OutputStream.nullOutputStream());
    }

    private void closeOpen() {
        for (Socket each = open.poll(); each != null; each = open.poll()) {
            try {
                each.close();
            } catch (IOException _) {
                // it is gone
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        closeOpen();
    }
}
