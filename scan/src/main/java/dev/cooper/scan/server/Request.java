package dev.cooper.scan.server;

import com.sun.net.httpserver.HttpExchange;

import java.io.IOException;
import java.util.Optional;

/** What a client wants. */
final class Request {
    private final HttpExchange exchange;

    Request(HttpExchange exchange) {
        this.exchange = exchange;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /** As it was sent, nothing decoded. */
    String path() {
        return exchange.getRequestURI().getRawPath();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** How long the body is, by what the client says; the most that it may be where it does not. */
    long length(int most) throws RefusedException {
        boolean hasBody = header("Transfer-Encoding").isPresent();
        String text = header("Content-Length").orElse(hasBody ? "" + most : "0");
        try {
            long length = Long.parseLong(text);
            if (length >= 0 && length <= most) {
                return length;
            }
        } catch (NumberFormatException e) {
            // no length that anybody takes
        }
        throw tooLarge(most);
    }

    /** The body. */
    byte[] body(int most) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(most + 1);
        if (bytes.length > most) {
            throw tooLarge(most);
        }
        return bytes;
    }

    private static RefusedException tooLarge(int most) {
        return new RefusedException(413, "at most %d bytes are taken there".formatted(most));
    }
}
