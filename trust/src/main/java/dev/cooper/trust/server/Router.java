package dev.cooper.trust.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Takes requests and has them answered by the service that knows the path. */
final class Router implements HttpHandler {
    /** The longest body, in bytes: what a log takes at most, in base64 twice. */
    private static final int MOST = 4 << 20;

    /** So many bodies are in memory at most. */
    private static final int AT_ONCE = 32;

    private final List<Service> services;
    private final ServerMetrics metrics;
    private final Consumer<String> log;
    private final ClientTurns clients = new ClientTurns();
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private volatile boolean isStopping;

    Router(List<Service> services, ServerMetrics metrics, Consumer<String> log) {
        this.services = List.copyOf(services);
        this.metrics = metrics;
        this.log = log;
    }

    /** From now on connections end with their answer, so that clients go elsewhere. */
    void stopping() {
        isStopping = true;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            InetAddress client = exchange.getRemoteAddress().getAddress();
            try {
                clients.take(client);
            } catch (RefusedException e) {
                refuse(exchange, e);
                return;
            }
            try {
                turns.acquireUninterruptibly();
                try {
                    send(exchange, answer(exchange));
                } finally {
                    turns.release();
                }
            } finally {
                clients.giveBack(client);
            }
        }
    }

    private void refuse(HttpExchange exchange, RefusedException why) throws IOException {
        metrics.answered("none", why.status());
        send(
                exchange,
                Answer.error(why.status(), String.valueOf(why.getMessage()))
                        .with("Retry-After", "1"));
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        try {
            Question question = question(exchange);
            for (Service service : services) {
                Optional<Answer> answer = service.answer(question);
                if (answer.isPresent()) {
                    return counted(service.getClass().getSimpleName(), answer.get());
                }
            }
            return counted("none", Answer.error(404, "nothing is served at " + asked));
        } catch (RefusedException e) {
            return counted("none", Answer.error(e.status(), String.valueOf(e.getMessage())));
        } catch (SyntaxException e) {
            return counted("none", Answer.error(400, String.valueOf(e.getMessage())));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            log.accept(asked + " failed: " + e);
            return counted("none", Answer.error(500, "the server failed; its log says why"));
        }
    }

    private Answer counted(String service, Answer answer) {
        metrics.answered(service, answer.status());
        return answer;
    }

    private static Question question(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST + 1);
        if (body.length > MOST) {
            throw new RefusedException(413, "a request has at most " + MOST + " bytes");
        }
        String query = exchange.getRequestURI().getRawQuery();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String path = exchange.getRequestURI().getPath();
        return new Question(
                exchange.getRequestMethod(),
                path.startsWith("//") ? path.substring(1) : path,
                query == null ? "" : query,
                authorization == null ? "" : authorization,
                body);
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        if (isStopping) {
            exchange.getResponseHeaders().set("Connection", "close");
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (answer.status() == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"cooper\"");
        }
        int length = answer.body().length;
        exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
        if (length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
    }
}
