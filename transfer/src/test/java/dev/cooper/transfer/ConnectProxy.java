package dev.cooper.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A proxy that joins whoever says CONNECT with the right login to one address, whatever the name.
 */
final class ConnectProxy implements AutoCloseable {
    private final ServerSocket socket;
    private final int target;
    private final String login;
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    /**
     * Starts it.
     *
     * @param target the port of this machine to join to
     * @param login what Proxy-Authorization has to be
     */
    ConnectProxy(int target, String login) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.login = login;
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The first lines of the requests so far. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.startVirtualThread(() -> serve(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader head =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.ISO_8859_1),
                            1);
            String first = String.valueOf(head.readLine());
            boolean known = false;
            for (String line = head.readLine();
                    line != null && !line.isEmpty();
                    line = head.readLine()) {
                known |= line.equalsIgnoreCase("Proxy-Authorization: " + login);
            }
            seen.add(first + (known ? "" : " without login"));
            OutputStream out = client.getOutputStream();
            String answer = known ? "200 OK" : "407 Proxy Authentication Required";
            out.write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            if (known) {
                join(client);
            }
        } catch (IOException _) {
            // one side went away
        }
    }

    private void join(Socket client) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            Thread.startVirtualThread(() -> pump(server, client));
            InputStream in = client.getInputStream();
            in.transferTo(server.getOutputStream());
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // one side went away
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
