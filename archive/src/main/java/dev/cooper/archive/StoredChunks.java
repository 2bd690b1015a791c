package dev.cooper.archive;

/** Leaves chunks as they are; the pipeline sees {@link #encode} is the identity and skips it. */
final class StoredChunks implements ChunkCodec {
    @Override
    public int chunkSize() {
        return 1 << 20;
    }

    @Override
    public int bound(int length) {
        return 0;
    }

    @Override
    public int encode(byte[] in, int length, byte[] out) {
        throw new UnsupportedOperationException("stored chunks are not encoded");
    }

    @Override
    public boolean encodesEmpty() {
        return false;
    }

    @Override
    public String name() {
        return "none";
    }
}
