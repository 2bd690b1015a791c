package dev.cooper.transfer;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a registry answered. To be closed, which drops the rest of the body. */
final class Answer implements AutoCloseable {
    private static final int MAX_ERROR = 64 << 10;

    private final HttpResponse<InputStream> response;

    Answer(HttpResponse<InputStream> response) {
        this.response = response;
    }

    int status() {
        return response.statusCode();
    }

    URI uri() {
        return response.uri();
    }

    InputStream body() {
        return response.body();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    List<String> headers(String name) {
        return response.headers().allValues(name);
    }

    /** The media type without parameters, in lower case; "" when none is given. */
    String mediaType() {
        String type = header("Content-Type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** The length of the body, -1 when it is not given. */
    long length() {
        try {
            return Math.max(-1, header("Content-Length").map(Long::parseLong).orElse(-1L));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The digest that the registry promises, empty when it promises none that can be read. */
    Optional<Digest> digest() {
        try {
            return header("Docker-Content-Digest").map(Digest::parse);
        } catch (SyntaxException e) {
            return Optional.empty();
        }
    }

    /** Reads the body of a document; refuses one that is longer than {@link Json#MAX_BYTES}. */
    byte[] document() throws IOException {
        byte[] bytes = body().readNBytes(Json.MAX_BYTES + 1);
        if (bytes.length > Json.MAX_BYTES) {
            throw new IOException(
                    "the answer of "
                            + uri().getAuthority()
                            + " has more than "
                            + Json.MAX_BYTES
                            + " bytes");
        }
        return bytes;
    }

    /** The beginning of the body, for a message; nothing when it cannot be read. */
    byte[] errorBody() {
        try {
            return body().readNBytes(MAX_ERROR);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    @Override
    public void close() {
        try {
            body().close();
        } catch (IOException e) {
            // nothing more is wanted from it
        }
    }
}
