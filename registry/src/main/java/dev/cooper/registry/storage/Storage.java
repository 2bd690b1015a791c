package dev.cooper.registry.storage;

import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.config.S3Config;
import dev.cooper.registry.config.StorageConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where a registry keeps what it has.
 *
 * @param database the names
 * @param objects the bytes
 * @param uploads the bytes that are still coming
 */
public record Storage(Database database, Objects objects, Uploads uploads)
        implements AutoCloseable {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** Opens the storage of a registry; what is missing of it is made. */
    public static Storage open(RegistryConfig config) throws IOException {
        StorageConfig storage = config.storage();
        makeDirectory(storage);
        Database database =
                storage.database().isPresent()
                        ? PostgresDatabase.open(storage.database().get())
                        : SqliteDatabase.open(databaseFile(storage));
        try {
            return open(storage, database);
        } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Logs in at the database and the bucket, as far as there are any, and changes nothing.
     *
     * @throws IOException when one cannot be used; its message says why in a sentence
     */
    public static void reach(RegistryConfig config) throws IOException {
        StorageConfig storage = config.storage();
        if (storage.database().isPresent()) {
            PostgresDatabase.reach(storage.database().get());
        }
        if (storage.s3().isPresent()) {
            S3Objects.open(storage.s3().get()).close();
        }
    }

    private static Storage open(StorageConfig storage, Database database) throws IOException {
        if (storage.s3().isEmpty()) {
            FileObjects files = FileObjects.open(storage.directory());
            return new Storage(database, files, new FileUploads(files, storage.uploadExpiry()));
        }
        S3Config s3 = storage.s3().get();
        Path spool = Files.createDirectories(storage.directory().resolve("spool"));
        S3Objects objects = S3Objects.open(s3);
        PartSizes sizes = new PartSizes(s3.partSize(), PartSizes.ALIKE);
        return new Storage(
                database,
                objects,
                new SharedUploads(database, objects, spool, sizes, storage.uploadExpiry()));
    }

    /**
     * Opens the storage of a registry that has run before.
     *
     * @throws IOException when there is none, too
     */
    public static Storage openExisting(RegistryConfig config) throws IOException {
        StorageConfig storage = config.storage();
        if (storage.database().isEmpty() && !Files.exists(databaseFile(storage))) {
            throw new IOException(
                    "there is no registry in " + storage.directory() + ": registry.db is missing");
        }
        return open(config);
    }

    /**
     * Makes the directory of a registry unless it is there. What is made is for its owner only, as
     * images are not public on a machine merely because they are in its registry.
     */
    public static void makeDirectory(StorageConfig storage) throws IOException {
        Files.createDirectories(storage.directory(), OWNER_ONLY);
    }

    private static Path databaseFile(StorageConfig storage) {
        return storage.directory().resolve("registry.db");
    }

    @Override
    public void close() throws IOException {
        uploads.close();
        objects.close();
        database.close();
    }
}
