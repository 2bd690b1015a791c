package dev.cooper.registry.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The bytes of blobs, under keys that mean nothing and are never used again; which digest has which
 * key is in the database.
 */
public interface Objects extends AutoCloseable {
    /** Takes the keys that are there, one after the other. */
    interface Keys {
        void key(String key) throws IOException;
    }

    /**
     * Makes a complete file an object; durable on return.
     *
     * @param file the file, whose bytes have been synced; it is gone afterwards
     * @return its key
     */
    String adopt(Path file) throws IOException;

    /**
     * Opens an object.
     *
     * @param size how many bytes it has
     * @param from the first byte that is wanted
     * @param length how many are wanted from there; more may come
     * @throws java.nio.file.NoSuchFileException when it is not there
     * @throws DamagedObjectException when it has another size
     */
    ReadableByteChannel open(String key, long size, long from, long length) throws IOException;

    /** An address at which a client may fetch the object itself for some minutes, if any. */
    Optional<URI> address(String key);

    /** Whether an object is there and has that many bytes. */
    boolean isWhole(String key, long size) throws IOException;

    /** Deletes an object; nothing happens when it is not there, or the key is null. */
    void delete(@Nullable String key) throws IOException;

    /** Names the objects that were written before a time, in no order. */
    void list(Instant before, Keys keys) throws IOException;

    /** What kind of place they are in, as the configuration calls it. */
    String driver();

    @Override
    void close();
}
