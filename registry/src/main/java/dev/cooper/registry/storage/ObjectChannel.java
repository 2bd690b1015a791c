package dev.cooper.registry.storage;

import dev.cooper.registry.protocol.UnavailableException;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * An object of S3 that is being read. When the connection breaks, another one goes on where it
 * broke. What nobody reads is not fetched.
 */
final class ObjectChannel implements ReadableByteChannel {
    /** How often in a row a connection may bring nothing. */
    private static final int MOST_BROKEN = 5;

    private static final long PAUSE_MILLIS = 100;

    /** Fetches an object. */
    interface Source {
        /**
         * Fetches what comes from a position on.
         *
         * @param etag what the object must still be; null for any
         */
        ResponseInputStream<GetObjectResponse> from(long position, @Nullable String etag)
                throws IOException;
    }

    private final Source source;
    private final long end;
    private final String etag;
    private final byte[] buffer = new byte[64 << 10];
    private ResponseInputStream<GetObjectResponse> in;
    private long position;
    private int broken;
    private boolean open = true;

    /** Opens the bytes from a position to another one, which is not included. */
    ObjectChannel(Source source, long from, long end) throws IOException {
        this.source = source;
        this.position = from;
        this.end = end;
        this.in = source.from(from, null);
        this.etag = in.response().eTag();
    }

    /** What the service said when it was opened. */
    GetObjectResponse response() {
        return in.response();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int most = (int) Math.min(Math.min(buffer.length, target.remaining()), end - position);
        if (most <= 0) {
            return position < end ? 0 : -1;
        }
        int read = read(most);
        target.put(buffer, 0, read);
        position += read;
        broken = 0;
        return read;
    }

    private int read(int most) throws IOException {
        while (true) {
            Exception failure;
            try {
                int read = in.read(buffer, 0, most);
                if (read > 0) {
                    return read;
                }
                failure = new IOException("it ended too early");
            } catch (IOException | SdkException e) {
                failure = e;
            }
            resume(failure);
        }
    }

    private void resume(Exception failure) throws IOException {
        in.abort();
        broken++;
        if (broken > MOST_BROKEN) {
            throw new UnavailableException(
                    "the connection to the object store broke "
                            + broken
                            + " times at byte "
                            + position
                            + ": "
                            + failure.getMessage(),
                    failure);
        }
        try {
            Thread.sleep(PAUSE_MILLIS << broken);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading an object", e);
        }
        in = source.from(position, etag);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        if (position < end) {
            in.abort();
        } else {
            in.close();
        }
    }
}
