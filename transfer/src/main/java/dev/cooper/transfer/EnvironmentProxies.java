package dev.cooper.transfer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The proxies of {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY}. */
final class EnvironmentProxies extends ProxySelector {
    private final Map<String, String> environment;
    private final List<String> direct;

    EnvironmentProxies(Map<String, String> environment) {
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
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        String named = variable("https".equals(uri.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY");
        if (named.isEmpty() || HostSettings.isLoopback(host) || isDirect(host, uri.getPort())) {
            return List.of(Proxy.NO_PROXY);
        }
        URI proxy = URI.create(named.indexOf("://") < 0 ? "http://" + named : named);
        int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
        if (proxy.getHost() == null) {
            return List.of(Proxy.NO_PROXY);
        }
        // not resolved here: the client does it, and says so when the name is unknown
        return List.of(
                new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(proxy.getHost(), port)));
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
