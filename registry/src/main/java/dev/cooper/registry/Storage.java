package dev.cooper.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a registry keeps what it has.
 *
 * @param database the names
 * @param objects the bytes
 * @param uploads the bytes that are still coming
 */
record Storage(Database database, Objects objects, Uploads uploads) implements AutoCloseable {
    /** Opens the storage of a registry; what is missing of it is made. */
    static Storage open(RegistryConfig config) throws IOException {
        StorageConfig storage = config.storage();
        Files.createDirectories(storage.directory());
        FileObjects objects = FileObjects.open(storage.directory());
        Database database =
                storage.database().isPresent()
                        ? PostgresDatabase.open(storage.database().get())
                        : SqliteDatabase.open(databaseFile(storage));
        return new Storage(database, objects, new FileUploads(objects, storage.uploadExpiry()));
    }

    /**
     * Opens the storage of a registry that has run before.
     *
     * @throws IOException when there is none, too
     */
    static Storage openExisting(RegistryConfig config) throws IOException {
        StorageConfig storage = config.storage();
        if (storage.database().isEmpty() && !Files.exists(databaseFile(storage))) {
            throw new IOException(
                    "there is no registry in " + storage.directory() + ": registry.db is missing");
        }
        return open(config);
    }

    private static Path databaseFile(StorageConfig storage) {
        return storage.directory().resolve("registry.db");
    }

    @Override
    public void close() throws IOException {
        objects.close();
        database.close();
    }
}
