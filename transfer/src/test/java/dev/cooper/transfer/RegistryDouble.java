package dev.cooper.transfer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A registry that answers what a test says. */
final class RegistryDouble implements AutoCloseable {
    /** What the registry does with a request. */
    interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    RegistryDouble(Behaviour behaviour) {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> {
                    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
                    seen.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + (authorization == null ? "" : " " + authorization));
                    try (exchange) {
                        behaviour.answer(exchange);
                    }
                });
        server.start();
    }

    /** Host and port as in a reference. */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The requests so far: method, address, Authorization. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    long count(String part) {
        return seen().stream().filter(line -> line.contains(part)).count();
    }

    static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    static void reply(HttpExchange exchange, int status, String body) throws IOException {
        reply(exchange, status, Samples.bytes(body));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
