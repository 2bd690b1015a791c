package dev.cooper.registry.auth;

import dev.cooper.registry.http.Caller;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.protocol.Scope;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** Lets in who brings a token of an outside issuer, to what the token says. */
final class TokenAccess implements Access {
    private final TokenVerifier verifier;
    private final String service;
    private final Function<Exchange, String> realm;

    /**
     * @param realm the address of the token service, for one request
     */
    TokenAccess(TokenVerifier verifier, String service, Function<Exchange, String> realm) {
        this.verifier = verifier;
        this.service = service;
        this.realm = realm;
    }

    @Override
    public Caller admit(Exchange exchange, Demand demand) throws IOException {
        BearerChallenge challenge = new BearerChallenge(realm.apply(exchange), service);
        Optional<String> sent = Bearer.token(exchange);
        if (sent.isEmpty()) {
            throw challenge.refuse(demand, "", "a token is needed; log in first");
        }
        AccessToken token;
        try {
            token = verifier.verify(sent.get());
        } catch (InvalidTokenException e) {
            throw challenge.refuse(demand, BearerChallenge.INVALID, e.text());
        }
        for (Scope needed : demand.needed()) {
            if (!token.allow(needed)) {
                throw challenge.refuse(
                        demand, BearerChallenge.INSUFFICIENT, "the token does not allow " + needed);
            }
        }
        return new Caller(token.subject(), token, _ -> true);
    }
}
