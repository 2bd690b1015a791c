package dev.cooper.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.cooper.testkit.TestCertificates;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Cooper's own registry behind a relay that notes every request. */
final class CountingRegistry implements AutoCloseable {
    private static final Set<String> PASSED_ON =
            Set.of("accept", "content-type", "content-range", "range");

    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final OwnRegistry registry;
    private final HttpServer relay;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile String lacking = "";
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    private CountingRegistry(OwnRegistry registry, HttpServer relay) {
        this.registry = registry;
        this.relay = relay;
        relay.setExecutor(threads);
        relay.createContext("/", this::relay);
        relay.start();
    }

    static CountingRegistry start(Path directory) throws IOException {
        return new CountingRegistry(OwnRegistry.start(directory), HttpServer.create(ANY_PORT, 0));
    }

    /** One that speaks TLS with a certificate that nobody trusts. */
    static CountingRegistry startUntrusted(Path directory)
            throws IOException, GeneralSecurityException {
        TestCertificates keys = new TestCertificates(directory);
        keys.root("server");
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys.load(), TestCertificates.password());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        HttpsServer relay = HttpsServer.create(ANY_PORT, 0);
        relay.setHttpsConfigurator(new HttpsConfigurator(context));
        return new CountingRegistry(OwnRegistry.start(directory), relay);
    }

    String host() {
        return "127.0.0.1:" + relay.getAddress().getPort();
    }

    private String scheme() {
        return relay instanceof HttpsServer ? "https://" : "http://";
    }

    /** The requests so far whose line contains a text. */
    List<String> seen(String part) {
        return List.copyOf(seen).stream().filter(line -> line.contains(part)).toList();
    }

    /** From now on nothing is found whose address contains a text; empty for an end of that. */
    void lacks(String part) {
        lacking = part;
    }

    private void relay(HttpExchange exchange) throws IOException {
        try (exchange) {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (!lacking.isEmpty() && exchange.getRequestURI().toString().contains(lacking)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
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
                                        .replace("http://" + registry.host(), scheme() + host());
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
