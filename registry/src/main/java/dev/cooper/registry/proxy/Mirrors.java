package dev.cooper.registry.proxy;

import dev.cooper.registry.config.ProxyConfig;
import dev.cooper.registry.config.UpstreamConfig;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Names;
import dev.cooper.registry.protocol.Route;
import dev.cooper.transfer.Follower;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The registries that this one caches, and which request is about which. */
final class Mirrors implements AutoCloseable {
    /** So many hosts nobody has configured are known at a time. */
    private static final int MOST_UNNAMED = 1000;

    private final ProxyConfig config;
    private final Follower follower;
    private final Map<String, Mirror> byPrefix = new HashMap<>();
    private final Map<String, Mirror> byHost = new HashMap<>();
    private final Map<String, Mirror> unnamed = new LinkedHashMap<>();
    private @Nullable Mirror whole;

    Mirrors(ProxyConfig config, Follower follower) throws IOException {
        this.config = config;
        this.follower = follower;
        for (UpstreamConfig upstream : config.upstreams()) {
            Mirror mirror = new Mirror(upstream, follower);
            if (upstream.prefix().isEmpty()) {
                whole = mirror;
            } else {
                byPrefix.put(upstream.prefix(), mirror);
            }
            upstream.hosts().forEach(host -> byHost.putIfAbsent(host, mirror));
        }
    }

    ProxyConfig config() {
        return config;
    }

    /**
     * Finds out whether a request is about a cached repository.
     *
     * @throws ApiException when it names a registry that is not cached here
     */
    Optional<Mirrored> find(Route route, Exchange exchange) throws IOException {
        String name = route.repository();
        if (!config.isOn() || name.isEmpty() || route instanceof Route.Trust) {
            return Optional.empty();
        }
        Optional<String> namespace = exchange.query("ns").filter(text -> !text.isEmpty());
        if (namespace.isPresent()) {
            String host = namespace.get().toLowerCase(Locale.ROOT);
            Mirror mirror = byHost(host).orElseThrow(() -> notCached(host));
            return Optional.of(mirrored(mirror, name, name, namespace));
        }
        for (int slash = name.lastIndexOf('/');
                slash > 0;
                slash = name.lastIndexOf('/', slash - 1)) {
            Mirror mirror = byPrefix.get(name.substring(0, slash));
            if (mirror != null) {
                return Optional.of(
                        mirrored(mirror, name.substring(slash + 1), name, Optional.empty()));
            }
        }
        int slash = name.indexOf('/');
        Optional<Mirror> host = slash < 0 ? Optional.empty() : unnamed(name.substring(0, slash));
        if (host.isPresent()) {
            return Optional.of(
                    mirrored(host.get(), name.substring(slash + 1), name, Optional.empty()));
        }
        return Optional.ofNullable(whole)
                .map(mirror -> mirrored(mirror, name, name, Optional.empty()));
    }

    private static ApiException notCached(String host) {
        return new ApiException(
                ErrorCode.NAME_UNKNOWN,
                "this registry is no cache of "
                        + Names.excerpt(host)
                        + "; ask that registry itself, or allow the host in cooper.cache.hosts");
    }

    private Optional<Mirror> byHost(String host) throws IOException {
        Mirror known = byHost.get(host);
        return known != null ? Optional.of(known) : unnamed(host);
    }

    /** A host that is allowed without a configuration of its own. */
    private Optional<Mirror> unnamed(String host) throws IOException {
        if (config.hosts().isEmpty() || byPrefix.containsKey(host)) {
            return Optional.ofNullable(byPrefix.get(host));
        }
        Optional<UpstreamConfig> allowed = config.allowed(host);
        if (allowed.isEmpty()) {
            return Optional.empty();
        }
        synchronized (unnamed) {
            String name = allowed.get().name();
            Mirror mirror = unnamed.get(name);
            if (mirror == null) {
                if (unnamed.size() >= MOST_UNNAMED) {
                    throw new ApiException(
                            ErrorCode.TOOMANYREQUESTS,
                            "too many registries were asked for; configure those that are needed");
                }
                mirror = new Mirror(allowed.get(), follower);
                unnamed.put(name, mirror);
            }
            return Optional.of(mirror);
        }
    }

    private static Mirrored mirrored(
            Mirror mirror, String name, String asked, Optional<String> namespace) {
        UpstreamConfig config = mirror.config();
        boolean hub = ProxyConfig.HUB.contains(config.settings().host());
        String full = hub && name.indexOf('/') < 0 ? "library/" + name : name;
        String local = config.prefix().isEmpty() ? full : config.prefix() + "/" + full;
        String remote = config.path().isEmpty() ? full : config.path() + "/" + full;
        return new Mirrored(mirror, Names.repository(local), remote, asked, namespace);
    }

    @Override
    public void close() {
        byPrefix.values().forEach(Mirror::close);
        if (whole != null) {
            whole.close();
        }
        synchronized (unnamed) {
            unnamed.values().forEach(Mirror::close);
        }
    }
}
