package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;

import java.io.IOException;

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
}
