package dev.cooper.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.cooper.oci.Digest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A registry that serves whatever it likes, under whatever type. */
final class HostileRegistry implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Served> served = new ConcurrentHashMap<>();

    private record Served(String type, byte[] content) {}

    private HostileRegistry(HttpServer server) {
        this.server = server;
    }

    static HostileRegistry start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HostileRegistry made = new HostileRegistry(server);
        server.createContext("/", made::answer);
        server.start();
        return made;
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    Digest blob(byte[] content) {
        Digest digest = Digest.sha256(content);
        served.put("/v2/shop/blobs/" + digest, new Served("application/octet-stream", content));
        return digest;
    }

    /** Serves something as a manifest of a type, by its digest and by a tag. */
    void manifest(String tag, String type, byte[] content) {
        Served one = new Served(type, content);
        served.put("/v2/shop/manifests/" + tag, one);
        served.put("/v2/shop/manifests/" + Digest.sha256(content), one);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Served found = path.equals("/v2/") ? new Served("", new byte[0]) : served.get(path);
            if (found == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", found.type());
            String digest = Digest.sha256(found.content()).toString();
            exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
            if (exchange.getRequestMethod().equals("HEAD")) {
                String length = Integer.toString(found.content().length);
                exchange.getResponseHeaders().set("Content-Length", length);
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            exchange.sendResponseHeaders(200, Math.max(found.content().length, -1));
            exchange.getResponseBody().write(found.content());
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
