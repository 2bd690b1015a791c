package dev.cooper.registry.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.cooper.oci.Digest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;

/** A registry to be cached: has what it was given, and misbehaves as a test says. */
final class UpstreamDouble implements AutoCloseable {
    /** What it does instead of answering properly. */
    interface Whim {
        /** Returns whether it has answered. */
        boolean answer(HttpExchange exchange) throws IOException;
    }

    private record Item(String type, byte[] content) {}

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Item> items = new ConcurrentHashMap<>();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private volatile Whim whim = _ -> false;

    UpstreamDouble() {
        this(Optional.empty());
    }

    /** A registry that speaks TLS where there is a context for it. */
    UpstreamDouble(Optional<SSLContext> tls) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        scheme = tls.isPresent() ? "https://" : "http://";
        try {
            if (tls.isPresent()) {
                HttpsServer secure = HttpsServer.create(address, 100);
                secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
                server = secure;
            } else {
                server = HttpServer.create(address, 100);
            }
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
                        if (!whim.answer(exchange)) {
                            answer(exchange);
                        }
                    }
                });
        server.start();
    }

    /** Host and port. */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    URI uri() {
        return URI.create(scheme + host() + "/");
    }

    /** From now on this is done first. */
    void behave(Whim newWhim) {
        whim = newWhim;
    }

    /** From now on everything is answered properly. */
    void behave() {
        whim = _ -> false;
    }

    /** Everything is answered with a status and one header. */
    void refuse(int status, String header, String value) {
        behave(exchange -> {
            exchange.getResponseHeaders().set(header, value);
            reply(exchange, status, new byte[0]);
            return true;
        });
    }

    Digest blob(String repository, byte[] content) {
        Digest digest = Digest.sha256(content);
        items.put(
                "/v2/" + repository + "/blobs/" + digest,
                new Item("application/octet-stream", content));
        return digest;
    }

    Digest manifest(String repository, String tag, String type, byte[] content) {
        Digest digest = Digest.sha256(content);
        Item item = new Item(type, content);
        items.put("/v2/" + repository + "/manifests/" + digest, item);
        if (!tag.isEmpty()) {
            items.put("/v2/" + repository + "/manifests/" + tag, item);
        }
        return digest;
    }

    /** Puts an image there whose layer is given. */
    Digest image(String repository, String tag, byte[] layer) {
        String diff = Digest.sha256(layer).toString();
        byte[] config =
                """
                {"architecture":"amd64","os":"linux","config":{"Labels":{"tag":"%s"}},\
                "rootfs":{"type":"layers","diff_ids":["%s"]}}\
                """
                        .formatted(tag, diff)
                        .getBytes(StandardCharsets.UTF_8);
        String manifest =
                """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
                "config":{"mediaType":"application/vnd.oci.image.config.v1+json",\
                "digest":"%s","size":%d},\
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar",\
                "digest":"%s","size":%d}]}\
                """
                        .formatted(
                                blob(repository, config),
                                config.length,
                                blob(repository, layer),
                                layer.length);
        return manifest(
                repository,
                tag,
                "application/vnd.oci.image.manifest.v1+json",
                manifest.getBytes(StandardCharsets.UTF_8));
    }

    void list(String path, String type, String content) {
        items.put(path, new Item(type, content.getBytes(StandardCharsets.UTF_8)));
    }

    void remove(String path) {
        items.remove(path);
    }

    /** The requests so far: method, address, Authorization. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    long count(String part) {
        return seen().stream().filter(line -> line.contains(part)).count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Item item = items.get(path);
        if (path.equals("/v2/")) {
            reply(exchange, 200, new byte[0]);
        } else if (item == null) {
            reply(exchange, 404, new byte[0]);
        } else {
            exchange.getResponseHeaders().set("Content-Type", item.type);
            if (path.contains("/manifests/")) {
                exchange.getResponseHeaders()
                        .set("Docker-Content-Digest", Digest.sha256(item.content).toString());
            }
            reply(exchange, 200, item.content);
        }
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

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
