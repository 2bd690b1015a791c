package dev.cooper.registry.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is told of what happens.
 *
 * @param endpoints where events are sent
 * @param references whether events about manifests say what these refer to
 * @param most how many events wait for an end point at most; then the oldest are dropped
 */
public record NotificationsConfig(List<Endpoint> endpoints, boolean references, long most) {
    /** How many events wait for one end point unless something else is said. */
    static final long MOST = 100_000;

    /** Nobody. */
    public static final NotificationsConfig NONE = new NotificationsConfig(List.of(), false, MOST);

    /**
     * Where events are sent.
     *
     * @param name by which it is known in the database, in metrics and messages
     * @param url where events are posted
     * @param headers sent along, with their secrets
     * @param timeout how long one attempt may take
     * @param threshold after how many failures in a row there are pauses
     * @param backoff how long a pause is
     */
    public record Endpoint(
            String name,
            URI url,
            Map<String, List<String>> headers,
            Duration timeout,
            int threshold,
            Duration backoff,
            Set<String> ignoredTypes,
            Set<String> ignoredActions) {
        /** Whether events of this kind are sent there at all. */
        public boolean wants(EventAction action) {
            return !ignoredActions.contains(action.word());
        }

        /** Its name; the rest may have secrets. */
        @Override
        public String toString() {
            return name;
        }
    }

    public NotificationsConfig {
        endpoints = List.copyOf(endpoints);
    }
}
