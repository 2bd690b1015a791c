package dev.cooper.registry.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How connections are encrypted. All files are PEM and are read again when they change.
 *
 * @param certificate the server's certificate, then its issuers
 * @param key its private key, not encrypted
 * @param protocols the versions that are spoken, as Java names them
 * @param cipherSuites that are spoken, as Java names them; empty for all that are safe
 * @param clientIssuers whose certificates clients must have; empty when none are asked for
 * @param optional whether a client may also have none
 */
public record TlsConfig(
        Path certificate,
        Path key,
        List<String> protocols,
        List<String> cipherSuites,
        List<Path> clientIssuers,
        boolean optional) {
    public TlsConfig {
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
        clientIssuers = List.copyOf(clientIssuers);
    }

    /** All files whose change means another identity. */
    public List<Path> files() {
        return Stream.concat(Stream.of(certificate, key), clientIssuers.stream()).toList();
    }
}
