package dev.cooper.registry;

import java.util.Optional;

/** Finds out who sends a request, and whether they may. */
interface Access {
    /**
     * Lets a request pass.
     *
     * @return the user's name; empty where everyone is let in
     * @throws ApiException when the caller has to log in, or may not do it
     */
    Optional<String> user(Exchange exchange);
}
