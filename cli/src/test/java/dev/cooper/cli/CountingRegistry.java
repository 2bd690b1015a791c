package dev.cooper.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Cooper's own registry behind a relay that notes every request. */
final class CountingRegistry implements AutoCloseable {
    private static final Set<String> PASSED_ON =
            Set.of("accept", "content-type", "content-range", "range");

    private final OwnRegistry registry;
    private final HttpServer relay;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    private CountingRegistry(OwnRegistry registry) throws IOException {
        this.registry = registry;
        this.relay =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        relay.setExecutor(threads);
        relay.createContext("/", this::relay);
        relay.start();
    }

    static CountingRegistry start(Path directory) throws IOException {
        return new CountingRegistry(OwnRegistry.start(directory));
    }

    String host() {
        return "127.0.0.1:" + relay.getAddress().getPort();
    }

    /** The requests so far whose line contains a text. */
    List<String> seen(String part) {
        return List.copyOf(seen).stream().filter(line -> line.contains(part)).toList();
    }

    private void relay(HttpExchange exchange) throws IOException {
        try (exchange) {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(
                            URI.create("http://" + registry.host() + exchange.getRequestURI()));
            exchange.getRequestHeaders()
                    .forEach((name, values) -> {
                        if (PASSED_ON.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                            request.header(name, values.getFirst());
                        }
                    });
            byte[] body = exchange.getRequestBody().readAllBytes();
            request.method(
                    exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
            HttpResponse<InputStream> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            answer(exchange, answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, HttpResponse<InputStream> answer)
            throws IOException {
        answer.headers()
                .map()
                .forEach((name, values) -> {
                    if (!name.equalsIgnoreCase("transfer-encoding")) {
                        String value =
                                values.getFirst()
                                        .replace("http://" + registry.host(), "http://" + host());
                        exchange.getResponseHeaders().set(name, value);
                    }
                });
        byte[] content = answer.body().readAllBytes();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(
                answer.statusCode(), head || content.length == 0 ? -1 : content.length);
        if (!head) {
            exchange.getResponseBody().write(content);
        }
    }

    @Override
    public void close() throws IOException {
        relay.stop(0);
        threads.shutdownNow();
        client.close();
        registry.close();
    }
}
