package dev.cooper.build.copy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes the proxy from {@code http_proxy}, {@code https_proxy} and {@code no_proxy}. */
final class EnvironmentProxy extends ProxySelector {
    private final Map<String, String> environment;

    EnvironmentProxy(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public List<Proxy> select(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        String proxy = variable(uri.getScheme() + "_proxy");
        if (proxy.isEmpty() || isExempt(host)) {
            return List.of(Proxy.NO_PROXY);
        }
        URI address = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        int port = address.getPort() < 0 ? 80 : address.getPort();
        return List.of(
                new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(address.getHost(), port)));
    }

    private boolean isExempt(String host) {
        if (host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]")) {
            return true;
        }
        for (String entry : variable("no_proxy").split(",", -1)) {
            String suffix = entry.strip().toLowerCase(Locale.ROOT);
            suffix = suffix.startsWith(".") ? suffix.substring(1) : suffix;
            boolean all = suffix.equals("*");
            if (all
                    || (!suffix.isEmpty()
                            && (host.equals(suffix) || host.endsWith("." + suffix)))) {
                return true;
            }
        }
        return false;
    }

    private String variable(String name) {
        String lower = environment.getOrDefault(name, "");
        return lower.isEmpty()
                ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "")
                : lower;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // The request itself reports it.
    }
}
