package dev.cooper.registry.proxy;

import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.ProxyConfig;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.config.UpstreamConfig;
import dev.cooper.transfer.UpstreamSettings;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Registries that are caches. */
final class TestProxies {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestProxies() {}

    static UpstreamConfig upstream(String prefix, URI address, Duration revalidate, String host) {
        return new UpstreamConfig(
                prefix,
                address.getPath().length() > 1 ? address.getPath().substring(1) : "",
                Set.of(host),
                UpstreamSettings.of(address, PATIENCE),
                Duration.ofHours(1),
                revalidate);
    }

    static ProxyConfig config(UpstreamConfig... upstreams) {
        return new ProxyConfig(
                List.of(upstreams),
                List.of(),
                Duration.ofHours(1),
                0,
                Duration.ofHours(1),
                PATIENCE);
    }

    static TestRegistry of(Path directory, UpstreamConfig... upstreams) throws IOException {
        return of(RegistryConfig.defaults(directory).withPort(0), upstreams);
    }

    static TestRegistry of(RegistryConfig registry, UpstreamConfig... upstreams)
            throws IOException {
        return new TestRegistry(registry.withProxy(config(upstreams)));
    }

    static TestRegistry under(
            String prefix, UpstreamDouble upstream, Path directory, Duration revalidate)
            throws IOException {
        return under(prefix, upstream, RegistryConfig.defaults(directory).withPort(0), revalidate);
    }

    /** A cache of a double below a prefix, also known as {@code PREFIX.example.org}. */
    static TestRegistry under(
            String prefix, UpstreamDouble upstream, RegistryConfig registry, Duration revalidate)
            throws IOException {
        return of(registry, upstream(prefix, upstream.uri(), revalidate, prefix + ".example.org"));
    }
}
