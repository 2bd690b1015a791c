package dev.cooper.base;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Chooses the proxy for an address as apt does: its own settings, for the host first, then the
 * environment's {@code http_proxy}, {@code https_proxy} and {@code no_proxy}.
 */
final class Proxies extends ProxySelector {
    private final Map<String, String> settings;
    private final Map<String, String> environment;

    /**
     * Makes a selector.
     *
     * @param settings what apt-config says
     * @param environment the environment variables
     */
    Proxies(Map<String, String> settings, Map<String, String> environment) {
        this.settings = Map.copyOf(settings);
        this.environment = Map.copyOf(environment);
    }

    @Override
    public List<Proxy> select(URI uri) {
        URI proxy = proxy(uri);
        if (proxy == null || proxy.getHost() == null) {
            return List.of(Proxy.NO_PROXY);
        }
        int port = proxy.getPort();
        int standard = "https".equals(proxy.getScheme()) ? 443 : 80;
        return List.of(
                new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(
                                proxy.getHost(), port < 0 ? standard : port)));
    }

    /** Returns the address of the proxy to use, or null for none. */
    @Nullable URI proxy(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost() == null ? "" : uri.getHost();
        String setting = settings.get("Acquire::" + scheme + "::Proxy::" + host);
        if (setting == null || setting.isEmpty()) {
            setting = settings.get("Acquire::" + scheme + "::Proxy");
        }
        if (setting != null && !setting.isEmpty()) {
            return setting.equals("DIRECT") ? null : parse(setting);
        }
        if (isExempt(host)) {
            return null;
        }
        String value = environment.get(scheme + "_proxy");
        if (value == null && scheme.equals("https")) {
            value = environment.get("HTTPS_PROXY"); // the plain one could be set by a CGI request
        }
        return value == null || value.isEmpty() ? null : parse(value);
    }

    private boolean isExempt(String host) {
        String list =
                environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
        for (String entry : AptSource.words(list.replace(',', ' '))) {
            String suffix = entry.startsWith(".") ? entry : "." + entry;
            if (entry.equals("*") || host.equals(entry) || host.endsWith(suffix)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable URI parse(String value) {
        try {
            return URI.create(value.contains("://") ? value : "http://" + value);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException cause) {
        // The failure reaches the caller through the request itself.
    }
}
