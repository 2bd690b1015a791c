package dev.cooper.registry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where and how the registry listens.
 *
 * @param host the address; empty for all
 * @param port the port; 0 for any that is free
 * @param tls the files of certificate and key; empty for plain HTTP
 * @param headers sent with every answer
 */
record HttpConfig(
        String host, int port, Optional<TlsFiles> tls, Map<String, List<String>> headers) {
    /**
     * Where the server's identity is, in PEM.
     *
     * @param certificate the certificate, then its issuers
     * @param key its private key, not encrypted
     */
    record TlsFiles(Path certificate, Path key) {}

    /** The loopback interface, port 5000. */
    static final HttpConfig DEFAULT = new HttpConfig("127.0.0.1", 5000, Optional.empty(), Map.of());

    HttpConfig {
        headers = Map.copyOf(headers);
    }

    HttpConfig withPort(int newPort) {
        return new HttpConfig(host, newPort, tls, headers);
    }

    /** What clients reach it by, with the port that was found where any was free. */
    String url(int actualPort) {
        return (tls.isPresent() ? "https://" : "http://")
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + actualPort;
    }
}
