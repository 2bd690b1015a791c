package dev.cooper.registry.config;

import java.util.Optional;

/**
 * The second listener, for those who run the registry.
 *
 * @param host the address; empty for all
 * @param port the port; 0 for any that is free
 * @param metrics the path of the metrics; empty when there are none
 */
public record DebugConfig(String host, int port, Optional<String> metrics) {}
