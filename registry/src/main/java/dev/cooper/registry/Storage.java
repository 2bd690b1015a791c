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
        Files.createDirectories(config.storage().directory());
        FileObjects objects = FileObjects.open(config.storage().directory());
        Database database = SqliteDatabase.open(databaseFile(config));
        return new Storage(
                database, objects, new FileUploads(objects, config.storage().uploadExpiry()));
    }

    /**
     * Opens the storage of a registry that has run before.
     *
     * @throws IOException when there is none, too
     */
    static Storage openExisting(RegistryConfig config) throws IOException {
        if (!Files.exists(databaseFile(config))) {
            throw new IOException(
                    "there is no registry in "
                            + config.storage().directory()
                            + ": registry.db is missing");
        }
        return open(config);
    }

    private static Path databaseFile(RegistryConfig config) {
        return config.storage().directory().resolve("registry.db");
    }

    @Override
    public void close() throws IOException {
        objects.close();
        database.close();
    }
}
