package dev.cooper.registry.storage;

import dev.cooper.oci.Digest;

import java.io.IOException;

/** The uploads under way. */
public interface Uploads extends AutoCloseable {
    /** Begins an upload, which the caller holds and must close. */
    UploadSession start(String repository, Digest.Algorithm algorithm) throws IOException;

    /**
     * Finds an upload, which the caller then holds alone and must close.
     *
     * @throws ApiException when this repository has none of that name
     */
    UploadSession take(String repository, String id) throws IOException;

    /**
     * How many there are, those that broke off included; of other processes those with few bytes
     * may be missing.
     */
    long count() throws IOException;

    /** Drops uploads that nobody has gone on with for long. */
    void expire() throws IOException;

    @Override
    default void close() {}
}
