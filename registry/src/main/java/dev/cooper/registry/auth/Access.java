package dev.cooper.registry.auth;

import dev.cooper.registry.http.Caller;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;

import java.io.IOException;

/** Finds out who sends a request, and whether they may. */
public interface Access {
    /** Everyone may do everything. */
    Access OPEN = (_, _) -> Caller.ANYONE;

    /**
     * Lets a request pass.
     *
     * @param demand what the request is about to do
     * @return who sends it; they may do all that is needed
     * @throws ApiException when the caller has to log in (401, with the challenge), or may not do
     *     it (403)
     * @throws IOException when the rights cannot be looked up
     */
    Caller admit(Exchange exchange, Demand demand) throws IOException;

    /** Whether an address is of its own, such as where tokens are given. */
    default boolean owns(String path) {
        return false;
    }

    /** Answers a request to such an address; anyone may send it. */
    default void answer(Exchange exchange) throws IOException {
        throw new ApiException(ErrorCode.UNSUPPORTED, 404, "nothing is at this address");
    }
}
