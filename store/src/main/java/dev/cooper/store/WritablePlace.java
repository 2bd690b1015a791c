package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;

import java.io.IOException;
import java.util.function.LongConsumer;

/** A place that takes content and names. Safe for several threads. */
public interface WritablePlace extends Place {
    /**
     * Starts to write a blob. Nothing of it can be seen before it is committed.
     *
     * @throws IOException when the place cannot be written
     */
    BlobWriter write() throws IOException;

    /**
     * Gives a name to content that is already here. A name moves: what held it before loses it.
     *
     * @param reference the name, with a tag (else {@code latest} is meant)
     * @param descriptor a manifest or an index
     * @throws NotFoundException when the content, or what it consists of, is not here
     * @throws IOException when the place cannot be written
     */
    void tag(Reference reference, Descriptor descriptor) throws IOException;

    /**
     * Writes bytes that are at hand as one blob.
     *
     * @return where they are
     * @throws IOException when the place cannot be written
     */
    default Descriptor write(String mediaType, byte[] content) throws IOException {
        Descriptor descriptor = Descriptor.of(mediaType, content);
        if (has(descriptor)) {
            return descriptor;
        }
        try (BlobWriter writer = write()) {
            writer.write(content);
            return writer.commit(mediaType, descriptor.digest());
        }
    }

    /**
     * Writes a document, such as a manifest, whose bytes are at hand and whose digest is known.
     *
     * @throws dev.cooper.archive.DigestMismatchException when the bytes have another digest
     * @throws IOException when the place cannot be written
     */
    default void put(Descriptor descriptor, byte[] content) throws IOException {
        if (has(descriptor)) {
            return;
        }
        try (BlobWriter writer = write()) {
            writer.write(content);
            writer.commit(descriptor.mediaType(), descriptor.digest());
        }
    }

    /**
     * Takes a blob from another place by a way that is better than writing its bytes, if there is
     * one.
     *
     * @param position told how many of its bytes are here by now
     * @return whether the blob is here now; when not, its bytes are to be written
     * @throws IOException when one of the places cannot be read or written
     */
    default boolean adopt(Descriptor blob, Place from, LongConsumer position) throws IOException {
        return false;
    }
}
