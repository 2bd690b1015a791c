package dev.cooper.registry.auth;

import dev.cooper.registry.config.AuthConfig;
import dev.cooper.registry.config.HttpConfig;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.http.PublicAddress;
import dev.cooper.registry.storage.Database;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;

/** Makes of the configuration what decides about requests. */
public final class Accesses {
    private Accesses() {}

    /**
     * Reads what files there are.
     *
     * @throws dev.cooper.oci.SyntaxException when one cannot be understood
     */
    public static Access open(AuthConfig config, HttpConfig http, Database database)
            throws IOException {
        return switch (config) {
            case AuthConfig.Open() -> Access.OPEN;
            case AuthConfig.Passwords(Path file, String realm) ->
                    new PasswordAccess(Htpasswd.open(file), realm);
            case AuthConfig.Tokens tokens -> tokens(tokens);
            case AuthConfig.Own own -> new AccountAccess(own, http, database);
        };
    }

    private static Access tokens(AuthConfig.Tokens config) throws IOException {
        TokenVerifier verifier =
                new TokenVerifier(
                        config.issuer(),
                        config.service(),
                        config.algorithms(),
                        new KeyFiles(config.bundle(), config.jwks()),
                        Instant::now);
        Function<Exchange, String> realm =
                config.realm().startsWith("/")
                        ? exchange -> PublicAddress.of(exchange) + config.realm()
                        : _ -> config.realm();
        return new TokenAccess(verifier, config.service(), realm);
    }
}
