package dev.cooper.transfer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The proxies of {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY}. */
public final class EnvironmentProxies extends ProxySelector {
    static {
        // The JDK keeps passwords from proxies for TLS unless it is told otherwise; who names a
        // user in HTTPS_PROXY means it.
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    private final Map<String, String> environment;
    private final List<String> direct;

    /** Those that an environment names. */
    public EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
        List<String> entries = new ArrayList<>();
        for (String entry : variable("NO_PROXY").split(",", -1)) {
            if (!entry.isBlank()) {
                entries.add(entry.strip().toLowerCase(Locale.ROOT));
            }
        }
        this.direct = entries;
    }

    private String variable(String name) {
        String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        return lower.isEmpty() ? environment.getOrDefault(name, "") : lower;
    }

    @Override
    public List<Proxy> select(URI uri) {
        Optional<URI> proxy = proxy(uri);
        if (proxy.isEmpty()) {
            return List.of(Proxy.NO_PROXY);
        }
        int port = proxy.get().getPort() < 0 ? 80 : proxy.get().getPort();
        // not resolved here: the client does it, and says so when the name is unknown
        return List.of(
                new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(proxy.get().getHost(), port)));
    }

    /** What the proxy for an address wants to see, when its variable names a user. */
    public Optional<String> authorization(URI uri) {
        return proxy(uri)
                .map(URI::getUserInfo)
                .map(user -> user.indexOf(':') < 0 ? user + ":" : user)
                .map(pair -> pair.getBytes(StandardCharsets.UTF_8))
                .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    private Optional<URI> proxy(URI uri) {
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        String named = variable("https".equals(uri.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY");
        if (named.isEmpty() || HostSettings.isLoopback(host) || isDirect(host, uri.getPort())) {
            return Optional.empty();
        }
        URI proxy = URI.create(named.indexOf("://") < 0 ? "http://" + named : named);
        return proxy.getHost() == null ? Optional.empty() : Optional.of(proxy);
    }

    private boolean isDirect(String host, int port) {
        for (String entry : direct) {
            if (entry.equals("*") || entry.equals(host) || entry.equals(host + ":" + port)) {
                return true;
            }
            String domain = entry.startsWith("*.") ? entry.substring(1) : entry;
            String below = domain.startsWith(".") ? domain : "." + domain;
            if (host.endsWith(below) || ".".concat(host).equals(below)) {
                return true;
            }
        }
        boolean literal = host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
        return literal && AddressRanges.contain(direct, host);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // the request fails with its own sentence
    }
}
