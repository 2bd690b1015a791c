package dev.cooper.registry.http;

import org.eclipse.jetty.http.HttpURI;

import java.util.Optional;

/** What a client reaches this registry by, as far as its request tells. */
public final class PublicAddress {
    private PublicAddress() {}

    /**
     * Scheme and host, such as {@code https://registry.example.org:5000}. A proxy in front that
     * says how it was reached is believed: who lies here only misleads themselves. Where the
     * configuration names the proxies, {@link TrustedProxies} has heard them before.
     */
    public static String of(Exchange exchange) {
        HttpURI uri = exchange.request().getHttpURI();
        String scheme =
                forwarded(exchange, "X-Forwarded-Proto")
                        .filter(text -> text.equals("http") || text.equals("https"))
                        .orElse(exchange.request().isSecure() ? "https" : "http");
        Optional<String> proxied =
                forwarded(exchange, "X-Forwarded-Host").filter(PublicAddress::isHost);
        if (proxied.isPresent()) {
            return scheme + "://" + proxied.get();
        }
        String host = uri.getHost() == null ? "" : uri.getHost();
        return scheme + "://" + (isHost(host) ? host : "localhost") + port(uri);
    }

    private static String port(HttpURI uri) {
        return uri.getPort() > 0 ? ":" + uri.getPort() : "";
    }

    private static Optional<String> forwarded(Exchange exchange, String name) {
        return exchange.header(name).map(text -> text.split(",", 2)[0].strip());
    }

    static boolean isHost(String text) {
        return !text.isEmpty()
                && text.length() <= 255
                && text.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z')
                                        || (c >= 'A' && c <= 'Z')
                                        || (c >= '0' && c <= '9')
                                        || ".-:[]_".indexOf(c) >= 0);
    }
}
