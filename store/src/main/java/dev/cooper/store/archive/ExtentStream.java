package dev.cooper.store.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of a file as a stream; several may read the same file at the same time. */
final class ExtentStream extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long at;

    ExtentStream(FileChannel channel, TarIndex.Extent extent) {
        this.channel = channel;
        this.at = extent.start();
        this.end = extent.start() + extent.size();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int wanted = (int) Math.min(length, end - at);
        int n = wanted == 0 ? -1 : channel.read(ByteBuffer.wrap(into, offset, wanted), at);
        at += Math.max(0, n);
        return n;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.clamp(count, 0, end - at);
        at += skipped;
        return skipped;
    }
}
