package dev.cooper.archive;

import dev.cooper.oci.Digest;

/**
 * A layer blob as it was written.
 *
 * @param diffId digest of the uncompressed tar
 * @param digest digest of the blob
 * @param size bytes of the blob
 * @param uncompressedSize bytes of the uncompressed tar
 * @param compressor the code, version and settings that made the blob: {@code digest} holds only
 *     for them, {@code diffId} holds always
 */
public record Layer(
        Digest diffId,
        Digest digest,
        long size,
        long uncompressedSize,
        Compression compression,
        String compressor) {}
