package dev.cooper.registry.operations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.cooper.oci.Json;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An HTTP server that takes events and can be made to fail. */
final class Receiver implements AutoCloseable {
    /** What a test waits at most, in seconds. */
    static final long PATIENCE = 60;

    /** What came in: the headers and the body. */
    record Received(Map<String, List<String>> headers, byte[] body) {}

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private volatile int status = 200;
    private volatile long delayMillis;

    Receiver() throws IOException {
        this(0);
    }

    /** A receiver on a port, 0 for any that is free. */
    Receiver(int port) throws IOException {
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Thread.sleep(delayMillis);
            if (status == 200) {
                received.add(new Received(Map.copyOf(exchange.getRequestHeaders()), body));
            }
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/events";
    }

    /** From now on everything is answered with a status; what is not 200 is not kept. */
    void answer(int newStatus) {
        status = newStatus;
    }

    /** From now on every answer takes that long. */
    void delay(long millis) {
        delayMillis = millis;
    }

    /** Waits for the next request that was accepted. */
    Received next() {
        try {
            return Objects.requireNonNull(
                    received.poll(PATIENCE, TimeUnit.SECONDS), "nothing was received");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for that many events. */
    List<Map<?, ?>> events(int count) {
        List<Map<?, ?>> events = new ArrayList<>();
        while (events.size() < count) {
            events.addAll(events(next()));
        }
        return events;
    }

    static List<Map<?, ?>> events(Received request) {
        Map<?, ?> envelope = (Map<?, ?>) Objects.requireNonNull(Json.parse(request.body()));
        List<Map<?, ?>> events = new ArrayList<>();
        for (Object each : (List<?>) Objects.requireNonNull(envelope.get("events"))) {
            events.add((Map<?, ?>) each);
        }
        return events;
    }

    boolean isEmpty() {
        return received.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
