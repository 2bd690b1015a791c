package dev.cooper.scan.server;

import dev.cooper.oci.Json;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a client is answered.
 *
 * @param status of HTTP
 * @param type the media type of the body
 */
@SuppressWarnings("ArrayRecordComponent") // which nobody compares
record Response(int status, String type, byte[] body) {
    static final String JSON = "application/json";

    static Response json(byte[] body) {
        return new Response(200, JSON, body);
    }

    static Response text(String text) {
        return new Response(
                200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static Response empty() {
        return new Response(204, "", new byte[0]);
    }

    static Response error(int status, String sentence) {
        return new Response(status, JSON, Json.write(Map.of("error", sentence)));
    }
}
