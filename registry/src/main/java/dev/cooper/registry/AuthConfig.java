package dev.cooper.registry;

import java.nio.file.Path;

/** Who may use the registry. */
sealed interface AuthConfig {
    /** Everyone may do everything. */
    record Open() implements AuthConfig {}

    /**
     * Users of a password file may do everything.
     *
     * @param file users and bcrypt hashes
     * @param realm what clients are told the password is for
     */
    record Passwords(Path file, String realm) implements AuthConfig {}
}
