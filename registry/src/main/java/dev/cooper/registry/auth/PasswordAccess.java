package dev.cooper.registry.auth;

import dev.cooper.registry.http.Caller;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;

import java.util.Optional;

/** Lets in who knows a name and its password, and to everything. */
final class PasswordAccess implements Access {
    private final Htpasswd users;
    private final String realm;

    PasswordAccess(Htpasswd users, String realm) {
        this.users = users;
        this.realm = realm.replace("\"", "'");
    }

    @Override
    public Caller admit(Exchange exchange, Demand demand) {
        Optional<String> sent = exchange.header("Authorization");
        Optional<String> user = users.user(sent, exchange.address());
        if (user.isEmpty()) {
            throw new ApiException(
                            ErrorCode.UNAUTHORIZED,
                            sent.isEmpty()
                                    ? "a user and a password are needed; log in first"
                                    : "user or password is wrong; log in again")
                    .header("WWW-Authenticate", "Basic realm=\"" + realm + "\"");
        }
        return Caller.withAllRights(user.get());
    }
}
