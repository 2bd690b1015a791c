package dev.cooper.registry.config;

import dev.cooper.transfer.UpstreamSettings;

import java.time.Duration;
import java.util.Set;

/**
 * A registry that this one caches.
 *
 * @param prefix what its repositories are called here, before their names there; "" when all of
 *     this registry is its cache
 * @param path what the names of its repositories begin with there, or ""
 * @param hosts the hosts that clients mean it by in {@code ns}
 * @param settings how it is reached
 * @param ttl how long what nobody asks for is kept; zero for as long as there is room
 * @param revalidate how long a tag is believed before the registry is asked again
 */
public record UpstreamConfig(
        String prefix,
        String path,
        Set<String> hosts,
        UpstreamSettings settings,
        Duration ttl,
        Duration revalidate) {
    public UpstreamConfig {
        hosts = Set.copyOf(hosts);
    }

    /** Its name in messages and in the database. */
    public String name() {
        return prefix.isEmpty() ? settings.host() : prefix;
    }
}
