package dev.cooper.scan.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.remote.Paths;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** Takes requests, checks who asks, and has them answered. */
final class Router implements HttpHandler {
    /** Less than a packet is not worth packing. */
    private static final int WORTH_PACKING = 1400;

    private final ServerOptions options;
    private final Budget budget = new Budget();
    private final Route state;
    private final Route layers;
    private final Route findings;
    private final Route twirp;
    private final Consumer<String> log;

    Router(
            ServerOptions options,
            Route state,
            Route layers,
            Route findings,
            Route twirp,
            Consumer<String> log) {
        this.options = options;
        this.state = state;
        this.layers = layers;
        this.findings = findings;
        this.twirp = twirp;
        this.log = log;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = new Request(exchange);
            Response response = respond(request);
            boolean isTwirp = request.path().startsWith(TwirpRoute.PREFIX);
            send(exchange, isTwirp ? TwirpRoute.inItsWords(response) : response);
        }
    }

    private Response respond(Request request) {
        try {
            Route route = route(request);
            if (!isForAll(request.path()) && !isAllowed(request)) {
                return Response.error(
                        401,
                        "the token is missing or wrong; want it in the header "
                                + options.tokenHeader());
            }
            try (Budget.Share _ = budget.room(request.length(route.most()))) {
                byte[] body = request.body(route.most());
                try (Budget.Share _ = budget.turn()) {
                    return route.answer(request, body);
                }
            }
        } catch (RefusedException e) {
            return Response.error(e.status(), String.valueOf(e.getMessage()));
        } catch (SyntaxException e) {
            return Response.error(400, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Response.error(503, "the server is stopping");
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            log.accept("%s %s failed: %s".formatted(request.method(), request.path(), e));
            return Response.error(500, "the server failed; its log says why");
        }
    }

    private Route route(Request request) throws RefusedException {
        String path = request.path();
        if (isForAll(path)) {
            return state;
        }
        if (path.equals(Paths.FINDINGS)) {
            return findings;
        }
        if (path.startsWith(Paths.LAYERS)) {
            return layers;
        }
        if (path.startsWith(TwirpRoute.PREFIX)) {
            return twirp;
        }
        throw new RefusedException(404, "nothing is served at " + path);
    }

    private static boolean isForAll(String path) {
        return path.equals(Paths.HEALTH) || path.equals(Paths.VERSION);
    }

    private boolean isAllowed(Request request) {
        if (options.token().isEmpty()) {
            return true;
        }
        byte[] wanted = options.token().get().getBytes(StandardCharsets.UTF_8);
        byte[] sent =
                request.header(options.tokenHeader()).orElse("").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(wanted, sent);
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        byte[] body = response.body();
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (body.length >= WORTH_PACKING && accepted != null && accepted.contains("gzip")) {
            body = packed(body);
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        if (!response.type().isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", response.type());
        }
        exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static byte[] packed(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes, 1 << 16)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }
}
