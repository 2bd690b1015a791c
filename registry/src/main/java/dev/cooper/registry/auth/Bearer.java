package dev.cooper.registry.auth;

import dev.cooper.registry.http.Exchange;

import java.util.Optional;

/** The tokens that requests carry. */
final class Bearer {
    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    /** The token of a request, as it was sent. */
    static Optional<String> token(Exchange exchange) {
        return exchange.header("Authorization")
                .filter(text -> text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(text -> text.substring(SCHEME.length()).strip());
    }
}
