package dev.cooper.transfer;

import java.io.IOException;
import java.util.Optional;

/** Who the user is to a registry. */
interface Logins {
    /** Looks up a login, for a repository if it is not "". */
    Optional<Login> find(String registry, String repository) throws IOException;
}
