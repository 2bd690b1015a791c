package dev.cooper.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a registry runs.
 *
 * @param directory where database and objects are
 * @param host the address to listen on; empty for all
 * @param port the port to listen on; 0 for any that is free
 * @param mayDelete whether manifests and blobs may be deleted
 * @param headers sent with every answer
 * @param manifestTypes media types of manifests that are taken unread, beside OCI's and Docker's
 * @param lease how long a blob is kept that nothing refers to yet
 * @param uploadExpiry how long an upload is kept that nobody goes on with
 */
public record RegistryConfig(
        Path directory,
        String host,
        int port,
        boolean mayDelete,
        Map<String, List<String>> headers,
        Set<String> manifestTypes,
        Duration lease,
        Duration uploadExpiry) {
    /** Copies the collections. */
    public RegistryConfig {
        headers = Map.copyOf(headers);
        manifestTypes = Set.copyOf(manifestTypes);
    }

    /**
     * A registry on the loopback interface, port 5000, open to all users of this machine.
     *
     * @param directory where database and objects shall be
     */
    public static RegistryConfig defaults(Path directory) {
        return new RegistryConfig(
                directory,
                "127.0.0.1",
                5000,
                true,
                Map.of(),
                Set.of(),
                Duration.ofHours(1),
                Duration.ofDays(7));
    }

    /** Returns the same with another port, 0 for any that is free. */
    public RegistryConfig withPort(int newPort) {
        return new RegistryConfig(
                directory, host, newPort, mayDelete, headers, manifestTypes, lease, uploadExpiry);
    }
}
