package dev.cooper.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;

/** Makes one zstd frame of each 4 MiB, with a checksum as the zstd program writes it. */
final class ZstdChunks implements ChunkCodec {
    private final int level;

    ZstdChunks(int level) {
        this.level = level;
    }

    @Override
    public int chunkSize() {
        return 4 << 20;
    }

    @Override
    public int bound(int length) {
        return Math.toIntExact(Zstd.compressBound(length)) + 32;
    }

    @Override
    public int encode(byte[] in, int length, byte[] out) {
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            context.setLevel(level).setChecksum(true).setContentSize(true);
            return context.compressByteArray(out, 0, out.length, in, 0, length);
        }
    }

    @Override
    public boolean encodesEmpty() {
        return true;
    }

    @Override
    public String name() {
        return "zstd 1.5.7 of zstd-jni level " + level + ", frames of 4 MiB";
    }
}
