package dev.cooper.registry.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where and how the registry listens.
 *
 * @param host the address; empty for all
 * @param port the port; 0 for any that is free
 * @param tls how connections are encrypted; empty for plain HTTP
 * @param headers sent with every answer
 * @param publicUrl what clients reach it by, without a slash at its end; empty for what they say
 * @param prefix before all paths, such as {@code /registry}; may be empty
 * @param trustedProxies addresses, or ranges of them, of those who are believed whom a request
 *     comes from; where there are none, everyone is believed what it was sent to
 */
public record HttpConfig(
        String host,
        int port,
        Optional<TlsConfig> tls,
        Map<String, List<String>> headers,
        Optional<String> publicUrl,
        String prefix,
        List<String> trustedProxies) {
    /** The loopback interface, port 5000. */
    static final HttpConfig DEFAULT =
            new HttpConfig(
                    "127.0.0.1", 5000, Optional.empty(), Map.of(), Optional.empty(), "", List.of());

    public HttpConfig {
        headers = Map.copyOf(headers);
        trustedProxies = List.copyOf(trustedProxies);
    }

    HttpConfig withPort(int newPort) {
        return new HttpConfig(host, newPort, tls, headers, publicUrl, prefix, trustedProxies);
    }

    /** What clients reach it by, with the port that was found where any was free. */
    public String url(int actualPort) {
        return (tls.isPresent() ? "https://" : "http://")
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + actualPort;
    }

    /** Host and port that images are called by, with the port that was found. */
    public String authority(int actualPort) {
        if (publicUrl.isPresent()) {
            String url = publicUrl.get();
            String rest = url.substring(url.indexOf("://") + 3);
            int slash = rest.indexOf('/');
            return slash < 0 ? rest : rest.substring(0, slash);
        }
        String named = host.isEmpty() ? "localhost" : host;
        return (named.contains(":") ? "[" + named + "]" : named) + ":" + actualPort;
    }

    /** What comes before {@code /v2/} in addresses that clients are told. */
    public String base() {
        return publicUrl.orElse("") + prefix;
    }
}
