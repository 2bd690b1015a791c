package dev.cooper.registry.storage;

import dev.cooper.registry.protocol.UnavailableException;

import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** An object of S3 that is being read; what nobody reads is not fetched. */
final class ObjectChannel implements ReadableByteChannel {
    private final ResponseInputStream<?> in;
    private final byte[] buffer = new byte[64 << 10];
    private boolean open = true;
    private boolean atEnd;

    ObjectChannel(ResponseInputStream<?> in) {
        this.in = in;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            int read = in.read(buffer, 0, Math.min(buffer.length, target.remaining()));
            if (read < 0) {
                atEnd = true;
            } else {
                target.put(buffer, 0, read);
            }
            return read;
        } catch (SdkException e) {
            throw new UnavailableException("reading an object: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        if (atEnd) {
            in.close();
        } else {
            in.abort();
        }
    }
}
