package dev.cooper.transfer;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request to a registry, before it is known how to authenticate.
 *
 * @param method the HTTP method
 * @param path from {@code /v2/} on, with the query
 * @param location an address that the registry gave, which then counts instead of the path
 * @param headers all but those of authentication
 * @param body what is sent, possibly nothing
 * @param scopes what a token must allow
 * @param about the image or repository, for messages
 * @param doing what the user wants, for messages, such as {@code pulling}
 */
record Call(
        String method,
        String path,
        Optional<URI> location,
        Map<String, String> headers,
        ByteBuffer body,
        List<String> scopes,
        String about,
        String doing) {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    static Call of(String method, String path, List<String> scopes, String about, String doing) {
        return new Call(method, path, Optional.empty(), Map.of(), NOTHING, scopes, about, doing);
    }

    /** Goes to an address that the registry gave. */
    Call at(URI newLocation) {
        return new Call(
                method, path, Optional.of(newLocation), headers, body, scopes, about, doing);
    }

    Call with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Call(method, path, location, more, body, scopes, about, doing);
    }

    Call withBody(byte[] newBody) {
        ByteBuffer bytes = ByteBuffer.wrap(newBody).asReadOnlyBuffer();
        return new Call(method, path, location, headers, bytes, scopes, about, doing);
    }

    /** What is sent, a fresh publisher each time. */
    HttpRequest.BodyPublisher publisher() {
        if (!body.hasRemaining()) {
            return HttpRequest.BodyPublishers.noBody();
        }
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return HttpRequest.BodyPublishers.ofByteArray(bytes);
    }

    /** Whether the same request with another address asks for the same thing. */
    boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
