package dev.cooper.registry.config;

import dev.cooper.registry.protocol.Grant;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may use the registry. */
public sealed interface AuthConfig {
    /** The signatures of tokens that are known; none of them is made with a shared secret. */
    List<String> ALGORITHMS =
            List.of(
                    "ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
                    "EdDSA");

    /** Everyone may do everything. */
    record Open() implements AuthConfig {}

    /**
     * Users of a password file may do everything.
     *
     * @param file users and bcrypt hashes
     * @param realm what clients are told the password is for
     */
    record Passwords(Path file, String realm) implements AuthConfig {}

    /**
     * Tokens of an outside issuer say who may do what.
     *
     * @param realm the address of the token service; a path with a slash when it is on the host
     *     that the client reached
     * @param service whom tokens must be for
     * @param issuer who must have made them
     * @param bundle certificates whose keys, or whose issued certificates' keys, are trusted
     * @param jwks keys that are trusted
     * @param algorithms of signatures that are taken
     */
    record Tokens(
            String realm,
            String service,
            String issuer,
            Optional<Path> bundle,
            Optional<Path> jwks,
            Set<String> algorithms)
            implements AuthConfig {
        public Tokens {
            algorithms = Set.copyOf(algorithms);
        }
    }

    /**
     * Users and robots of the registry's own database, and tokens that it makes itself.
     *
     * @param realm where clients get tokens; empty for the host that they reached
     * @param service whom the tokens are for
     * @param issuer who makes them
     * @param lifetime of a token
     * @param anonymous what may be done without a login
     */
    record Own(
            Optional<String> realm,
            String service,
            String issuer,
            Duration lifetime,
            List<Grant> anonymous)
            implements AuthConfig {
        /** How long a token lives unless the configuration says otherwise. */
        public static final Duration LIFETIME = Duration.ofMinutes(5);

        public Own {
            anonymous = List.copyOf(anonymous);
        }
    }

    /** For people, in a few words; no secrets. */
    default String summary() {
        return switch (this) {
            case Open() -> "none, open to everyone";
            case Passwords(Path file, String _) -> file.toString();
            case Tokens tokens -> "tokens of " + tokens.issuer();
            case Own own -> "its own, for the service " + own.service();
        };
    }
}
