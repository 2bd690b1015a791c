package dev.cooper.policy.admission;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and how a webhook listens.
 *
 * @param host empty for every address of the machine
 * @param port 0 for any that is free
 * @param tls with what connections are encrypted; without it they are not, which clusters refuse
 */
public record ServerSettings(String host, int port, Optional<Tls> tls) {
    /**
     * The files of TLS, in PEM.
     *
     * @param certificate with the chain to its authority
     * @param clients the authorities of clients; empty to take any client
     */
    public record Tls(Path certificate, Path key, Optional<Path> clients) {}
}
