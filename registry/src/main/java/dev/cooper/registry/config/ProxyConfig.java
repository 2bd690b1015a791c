package dev.cooper.registry.config;

import dev.cooper.registry.protocol.Names;
import dev.cooper.transfer.UpstreamSettings;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Of which registries this one is a cache.
 *
 * @param upstreams those that are configured
 * @param hosts further hosts that may be asked for, {@code *} for any and {@code *.example.org} for
 *     all below a domain
 * @param ttl how long what nobody asks for is kept; zero for as long as there is room
 * @param maxBytes how many bytes of blobs are kept about; zero for no limit
 * @param revalidate how long a tag is believed before its registry is asked again
 * @param patience how long a registry may be silent
 */
public record ProxyConfig(
        List<UpstreamConfig> upstreams,
        List<String> hosts,
        Duration ttl,
        long maxBytes,
        Duration revalidate,
        Duration patience) {
    /** What Docker Hub is called, and where its API is. */
    public static final Set<String> HUB =
            Set.of("docker.io", "registry-1.docker.io", "index.docker.io");

    private static final URI HUB_API = URI.create("https://registry-1.docker.io/");

    /** A registry that is nobody's cache. */
    static final ProxyConfig NONE =
            new ProxyConfig(
                    List.of(),
                    List.of(),
                    Duration.ofDays(7),
                    0,
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(20));

    public ProxyConfig {
        upstreams = List.copyOf(upstreams);
        hosts = List.copyOf(hosts);
    }

    /** Whether there is anything to cache. */
    public boolean isOn() {
        return !upstreams.isEmpty() || !hosts.isEmpty();
    }

    /** In a few words, for people; no secrets. */
    String summary() {
        List<String> all = new ArrayList<>();
        for (UpstreamConfig upstream : upstreams) {
            String address = upstream.settings().address().toString();
            all.add(
                    upstream.prefix().isEmpty()
                            ? address + " as a whole"
                            : upstream.prefix() + " (" + address + ")");
        }
        all.addAll(hosts);
        return String.join(", ", all);
    }

    /**
     * What a host that needs no configuration of its own is cached as.
     *
     * @return empty when it may not be asked for
     */
    public Optional<UpstreamConfig> allowed(String host) {
        if (!isName(host) || hosts.stream().noneMatch(pattern -> fits(pattern, host))) {
            return Optional.empty();
        }
        boolean hub = HUB.contains(host);
        URI address = hub ? HUB_API : URI.create("https://" + host + "/");
        return Optional.of(
                new UpstreamConfig(
                        hub ? "docker.io" : host,
                        "",
                        hub ? HUB : Set.of(host),
                        UpstreamSettings.of(address, patience),
                        ttl,
                        revalidate));
    }

    /** A name with a dot in it that is no address: nobody is led into this network by number. */
    private static boolean isName(String host) {
        int dot = host.lastIndexOf('.');
        return dot > 0
                && dot < host.length() - 1
                && !Character.isDigit(host.charAt(dot + 1))
                && Names.isRepository(host)
                && host.indexOf('/') < 0;
    }

    private static boolean fits(String pattern, String host) {
        if (pattern.equals("*") || pattern.equals(host)) {
            return true;
        }
        return pattern.startsWith("*.") && host.endsWith(pattern.substring(1));
    }
}
