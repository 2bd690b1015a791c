package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Json;
import dev.cooper.oci.Reference;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Anything that holds image content: the local store, an OCI layout, later a registry. Safe for
 * several threads.
 */
public interface Place {
    /**
     * Looks a name up.
     *
     * @param reference with a tag or a digest; without both the tag {@code latest} is meant
     * @return where the manifest or index is, empty when the name is not known here
     * @throws IOException when the place cannot be read
     */
    Optional<Descriptor> resolve(Reference reference) throws IOException;

    /**
     * Opens content. The stream verifies: it throws before the last byte when size or digest are
     * wrong. The caller closes it.
     *
     * @throws NotFoundException when the place does not hold the content
     * @throws IOException when the place cannot be read
     */
    InputStream open(Descriptor descriptor) throws IOException;

    /**
     * Tells whether the place holds some content.
     *
     * @throws IOException when the place cannot be read
     */
    boolean has(Descriptor descriptor) throws IOException;

    /**
     * Names the repositories of registries that are known to hold a blob, the likeliest first. A
     * layer with one may be absent here and be fetched when it is opened.
     *
     * @return names without tag and digest; empty when none is known
     * @throws IOException when the place cannot be read
     */
    default List<Reference> origins(Descriptor blob) throws IOException {
        return List.of();
    }

    /**
     * Reads a small document (manifest, index, config) as a whole, verified.
     *
     * @throws NotFoundException when the place does not hold the content
     * @throws IOException when it cannot be read, is damaged, or is larger than {@link
     *     Json#MAX_BYTES}
     */
    default byte[] read(Descriptor descriptor) throws IOException {
        if (descriptor.size() > Json.MAX_BYTES) {
            throw new IOException(
                    "reading "
                            + descriptor.digest()
                            + ": it has "
                            + descriptor.size()
                            + " bytes, at most "
                            + Json.MAX_BYTES
                            + " are read as a document");
        }
        try (InputStream in = open(descriptor)) {
            return in.readAllBytes();
        }
    }
}
