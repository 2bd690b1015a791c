package dev.cooper.registry.operations;

import dev.cooper.registry.storage.Storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tries whether the storage works: the database takes changes, and there is room for objects. */
final class StorageCheck implements Health.Check {
    /** With less free space than this, in bytes, pushes are about to fail. */
    private static final long LEAST_FREE = 64L << 20;

    private final Storage storage;
    private final Path directory;

    StorageCheck(Storage storage, Path directory) {
        this.storage = storage;
        this.directory = directory;
    }

    @Override
    public void run() throws IOException {
        // Takes the lock of a change and changes nothing.
        storage.database()
                .write(sql ->
                        sql.update(
                                "UPDATE schema_version SET version = version WHERE version < 0"));
        storage.objects().isWhole("00health", 0);
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < LEAST_FREE || !Files.isWritable(directory)) {
            throw new IOException(
                    directory + " has " + (free >> 20) + " MiB left or cannot be written");
        }
    }
}
