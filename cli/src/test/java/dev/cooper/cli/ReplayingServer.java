package dev.cooper.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Stands before another server, and answers from some time on what that answered before. */
final class ReplayingServer implements AutoCloseable {
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String behind;
    private final Map<String, Answer> seen = new ConcurrentHashMap<>();
    private volatile Predicate<String> replayed = _ -> false;

    private record Answer(int status, byte[] body) {}

    private ReplayingServer(HttpServer server, String behind) {
        this.server = server;
        this.behind = behind;
    }

    static ReplayingServer before(String behind) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ReplayingServer made = new ReplayingServer(server, behind);
        server.createContext("/", made::answer);
        server.start();
        return made;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers no more anew what is asked of such paths. */
    void replay(Predicate<String> paths) {
        replayed = paths;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            Answer old = seen.get(path);
            Answer answer = old != null && replayed.test(path) ? old : fetch(path);
            if (old == null) {
                seen.put(path, answer);
            }
            boolean empty = answer.body().length == 0;
            exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
            if (!empty) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private Answer fetch(String path) throws IOException {
        try {
            HttpResponse<byte[]> response =
                    client.send(
                            HttpRequest.newBuilder(URI.create(behind + path)).build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
