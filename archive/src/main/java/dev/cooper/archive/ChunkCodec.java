package dev.cooper.archive;

/**
 * Compresses one chunk of a stream by itself, so that chunks can be compressed side by side and
 * their results put one after another. The size of the chunks is part of the format: it never
 * depends on the machine.
 */
interface ChunkCodec {
    /** The bytes of each chunk but the last. */
    int chunkSize();

    /** A bound for the result of a chunk of {@code length} bytes. */
    int bound(int length);

    /**
     * Compresses {@code length} bytes of {@code in} into {@code out} and returns the number of
     * bytes put there. Called by several threads at once.
     */
    int encode(byte[] in, int length, byte[] out);

    /** Whether a stream without any byte still needs one (empty) chunk to be well-formed. */
    boolean encodesEmpty();

    /** Names code, version and settings: equal names give equal bytes. */
    String name();

    /** The codec of a compression at a level, -1 for the default level. */
    static ChunkCodec of(Compression compression, int level) {
        if (!compression.canCompress()) {
            throw new UnsupportedOperationException("cannot compress with " + compression);
        }
        if (!compression.acceptsLevel(level)) {
            throw new IllegalArgumentException(
                    "compression level " + level + " is out of range for " + compression);
        }
        return switch (compression) {
            case NONE -> new StoredChunks();
            case GZIP -> GzipChunks.ofLevel(GzipChunks.level(level));
            case ZSTD -> new ZstdChunks(level < 0 ? 3 : level);
            case BZIP2, XZ -> throw new UnsupportedOperationException("read only");
        };
    }
}
