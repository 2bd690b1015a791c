package dev.cooper.registry.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is looked at from time to time, and takes the registry out of service when it fails.
 *
 * @param storage how often the storage is tried; empty for never
 */
public record HealthConfig(
        Optional<Often> storage, List<FileCheck> files, List<HttpCheck> http, List<TcpCheck> tcp) {
    /** Nothing. */
    static final HealthConfig NONE =
            new HealthConfig(Optional.empty(), List.of(), List.of(), List.of());

    /**
     * How often something is looked at.
     *
     * @param interval the time between two looks
     * @param threshold how many failures in a row count as one
     */
    public record Often(Duration interval, int threshold) {}

    /** A file that must not be there. */
    public record FileCheck(Path file, Often often) {}

    /** An address that must answer with a status. */
    public record HttpCheck(
            URI uri,
            int status,
            Map<String, List<String>> headers,
            Duration timeout,
            Often often) {}

    /** An address that must take connections. */
    public record TcpCheck(String host, int port, Duration timeout, Often often) {}
}
