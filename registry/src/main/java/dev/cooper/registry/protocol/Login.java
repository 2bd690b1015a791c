package dev.cooper.registry.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A name and a password, as somebody sent them. */
public record Login(String user, String password) {
    private static final String SCHEME = "Basic ";

    /** Reads the header {@code Authorization}; empty when it is no such login. */
    public static Optional<Login> basic(Optional<String> authorization) {
        if (authorization.isEmpty()
                || !authorization.get().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String pair;
        try {
            byte[] decoded =
                    Base64.getDecoder()
                            .decode(authorization.get().substring(SCHEME.length()).strip());
            pair = new String(decoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int colon = pair.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(new Login(pair.substring(0, colon), pair.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return user;
    }
}
