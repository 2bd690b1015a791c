package dev.cooper.registry.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How a registry is watched and what it tells others.
 *
 * @param log what it writes about itself and its requests
 * @param notifications who is told of what happens
 * @param debug the second listener
 * @param health what is looked at from time to time
 * @param drain how long requests under way may take to end when the server stops
 * @param audit where changes and refusals are written down
 * @param traces where requests are followed to
 * @param pages whether there are changes, and how long lists are
 */
public record OperationsConfig(
        LogConfig log,
        NotificationsConfig notifications,
        Optional<DebugConfig> debug,
        HealthConfig health,
        Duration drain,
        Optional<AuditConfig> audit,
        Optional<TracesConfig> traces,
        PagesConfig pages) {
    private static final Duration DRAIN = Duration.ofSeconds(20);

    /** A log of messages and requests, nothing else. */
    static final OperationsConfig DEFAULT =
            new OperationsConfig(
                    LogConfig.DEFAULT,
                    NotificationsConfig.NONE,
                    Optional.empty(),
                    HealthConfig.NONE,
                    DRAIN,
                    Optional.empty(),
                    Optional.empty(),
                    PagesConfig.DEFAULT);
}
