package dev.cooper.registry;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the registry keeps what it has.
 *
 * @param directory where database and objects are
 * @param mayDelete whether manifests and blobs may be deleted
 * @param lease how long a blob is kept that nothing refers to yet
 * @param uploadExpiry how long an upload is kept that nobody goes on with
 */
record StorageConfig(Path directory, boolean mayDelete, Duration lease, Duration uploadExpiry) {
    /** One directory, deletes allowed. */
    static StorageConfig in(Path directory) {
        return new StorageConfig(directory, true, Duration.ofHours(1), Duration.ofDays(7));
    }

    StorageConfig withLease(Duration newLease) {
        return new StorageConfig(directory, mayDelete, newLease, uploadExpiry);
    }
}
