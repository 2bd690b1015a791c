package dev.cooper.scan.remote;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What a scan server says when it does not do what it was asked. */
final class Refusal {
    private static final int LONGEST = 500;

    private Refusal() {}

    /** Whether it is in the words of such a server, and not of another. */
    static boolean isOurs(byte[] body) {
        return reason(body).isPresent();
    }

    /** The sentence for the user. */
    static IOException of(String base, int status, byte[] body) {
        String why =
                switch (status) {
                    case 401 ->
                            "refuses the token; give the right one with --token (and its header"
                                    + " with --token-header)";
                    case 404 -> "has nothing there (404): is it a server of Cooper's?";
                    case 300, 301, 302, 303, 307, 308 ->
                            "wants to be asked elsewhere (%d): name that address".formatted(status);
                    default ->
                            reason(body)
                                    .map(text -> "refuses: " + text)
                                    .orElse("answers with status " + status);
                };
        return new IOException("the scan server %s %s".formatted(base, why));
    }

    private static Optional<String> reason(byte[] body) {
        try {
            if (Json.parse(body) instanceof Map<?, ?> members
                    && members.get("error") instanceof String text) {
                return Optional.of(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
            }
        } catch (SyntaxException e) {
            // some other server's page
        }
        return Optional.empty();
    }
}
