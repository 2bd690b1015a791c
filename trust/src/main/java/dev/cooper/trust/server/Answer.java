package dev.cooper.trust.server;

import dev.cooper.oci.Json;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is answered. */
final class Answer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Answer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** Of HTTP. */
    int status() {
        return status;
    }

    /** Beside those of every answer. */
    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    static Answer of(int status, String type, byte[] body) {
        return new Answer(status, Map.of("Content-Type", type), body);
    }

    static Answer text(int status, String type, String text) {
        return of(status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer json(int status, @Nullable Object value) {
        return of(status, "application/json", Json.write(value));
    }

    /** In the words of both Fulcio (gRPC's) and Rekor, which have code and message. */
    static Answer error(int status, String message) {
        return json(status, Map.of("code", status, "message", message));
    }

    Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }
}
