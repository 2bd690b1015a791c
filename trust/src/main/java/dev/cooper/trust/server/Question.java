package dev.cooper.trust.server;

import dev.cooper.oci.JsonObject;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What is asked. */
final class Question {
    private static final String BEARER = "bearer ";

    private final String method;
    private final String path;
    private final String query;
    private final String authorization;
    private final byte[] body;

    /**
     * Makes one.
     *
     * @param path without the parameters
     * @param query the parameters as they were sent; may be empty
     * @param authorization the header; may be empty
     */
    Question(String method, String path, String query, String authorization, byte[] body) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.authorization = authorization;
        this.body = body;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    String authorization() {
        return authorization;
    }

    byte[] body() {
        return body;
    }

    /** The body as JSON; refused with a sentence when it is none. */
    JsonObject json() {
        return JsonObject.parse(body, "request");
    }

    Optional<String> parameter(String name) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(
                        URLDecoder.decode(
                                pair.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    /** A parameter that must be a number from 0 on. */
    long number(String name) {
        String text =
                parameter(name).orElseThrow(() -> new RefusedException(400, name + " is missing"));
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new RefusedException(400, name + " is no number: \"" + text + "\"");
    }

    Optional<String> bearer() {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(authorization.substring(BEARER.length()).strip())
                : Optional.empty();
    }
}
