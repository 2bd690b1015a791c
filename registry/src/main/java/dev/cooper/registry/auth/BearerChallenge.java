package dev.cooper.registry.auth;

import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;

import java.util.ArrayList;
import java.util.List;

/**
 * How clients are told where tokens are to be had.
 *
 * @param realm the address of the token service
 * @param service whom tokens must be for
 */
record BearerChallenge(String realm, String service) {
    static final String INVALID = "invalid_token";
    static final String INSUFFICIENT = "insufficient_scope";

    /**
     * Refuses a request.
     *
     * @param error why a token that was sent is not enough; empty when none was sent
     */
    ApiException refuse(Demand demand, String error, String message) {
        return new ApiException(ErrorCode.UNAUTHORIZED, message)
                .header("WWW-Authenticate", header(demand, error));
    }

    private String header(Demand demand, String error) {
        StringBuilder text = new StringBuilder("Bearer realm=");
        text.append(quoted(realm)).append(",service=").append(quoted(service));
        List<String> scopes = new ArrayList<>();
        demand.needed().forEach(scope -> scopes.add(scope.toString()));
        demand.wished().forEach(scope -> scopes.add(scope.toString()));
        if (!scopes.isEmpty()) {
            text.append(",scope=").append(quoted(String.join(" ", scopes)));
        }
        if (!error.isEmpty()) {
            text.append(",error=").append(quoted(error));
        }
        return text.toString();
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
