package dev.cooper.registry.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the registry keeps what it has.
 *
 * @param directory where database and objects are, or else only what may be lost
 * @param database the database; empty for one in the directory
 * @param s3 the bucket of the objects; empty for files in the directory
 * @param mayDelete whether manifests and blobs may be deleted
 * @param lease how long a blob is kept that nothing refers to yet
 * @param uploadExpiry how long an upload is kept that nobody goes on with
 */
public record StorageConfig(
        Path directory,
        Optional<DatabaseConfig> database,
        Optional<S3Config> s3,
        boolean mayDelete,
        Duration lease,
        Duration uploadExpiry) {
    /** One directory, deletes allowed. */
    public static StorageConfig in(Path directory) {
        return new StorageConfig(
                directory,
                Optional.empty(),
                Optional.empty(),
                true,
                Duration.ofHours(1),
                Duration.ofDays(7));
    }

    /** Whether several registries may share it. */
    public boolean isShared() {
        return database.isPresent() && s3.isPresent();
    }

    /** The same with another lease. */
    public StorageConfig withLease(Duration newLease) {
        return new StorageConfig(directory, database, s3, mayDelete, newLease, uploadExpiry);
    }

    /** The same with a PostgreSQL database. */
    public StorageConfig withDatabase(DatabaseConfig newDatabase) {
        return new StorageConfig(
                directory, Optional.of(newDatabase), s3, mayDelete, lease, uploadExpiry);
    }

    /** The same with objects in S3. */
    public StorageConfig withS3(S3Config newS3) {
        return new StorageConfig(
                directory, database, Optional.of(newS3), mayDelete, lease, uploadExpiry);
    }
}
