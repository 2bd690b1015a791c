package dev.cooper.registry.http;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * A connection that lets the kernel send files (sendfile), so that their bytes are never copied
 * into this process. The server writes buffers only: what it is given here is a mapping of the file
 * that nobody has to read, because the connection knows which file the buffer stands for. Where
 * bytes are encrypted the same buffer is read like any other.
 */
public final class FileEndPoint extends SocketChannelEndPoint {
    /** A mapping takes addresses only, but has to fit into a buffer. */
    private static final long MAPPED = 1 << 30;

    private record Region(ByteBuffer buffer, FileChannel file, long end) {}

    private volatile @Nullable Region region;

    FileEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    /** Sends a part of a file as the whole body, after headers that say how long it is. */
    public static void send(Exchange exchange, FileChannel file, long from, long length)
            throws IOException {
        EndPoint connection =
                exchange.request().getConnectionMetaData().getConnection().getEndPoint();
        FileEndPoint own = connection instanceof FileEndPoint plain ? plain : null;
        long end = from + length;
        long most = Math.min(MAPPED, exchange.part());
        for (long at = from; at < end; at += most) {
            long part = Math.min(most, end - at);
            try (Arena arena = Arena.ofShared()) {
                ByteBuffer buffer =
                        file.map(FileChannel.MapMode.READ_ONLY, at, part, arena).asByteBuffer();
                if (own != null) {
                    own.region = new Region(buffer, file, at + part);
                }
                exchange.write(at + part == end, buffer);
            } finally {
                if (own != null) {
                    own.region = null;
                }
            }
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // which buffer it is counts, not what is in it
    public boolean flush(ByteBuffer... buffers) throws IOException {
        Region known = region;
        for (int i = 0; known != null && i < buffers.length; i++) {
            if (buffers[i] == known.buffer) {
                return super.flush(Arrays.copyOf(buffers, i))
                        && transfer(known)
                        && super.flush(Arrays.copyOfRange(buffers, i + 1, buffers.length));
            }
        }
        return super.flush(buffers);
    }

    /** Sends as much as the socket takes; false when that was not all. */
    private boolean transfer(Region region) throws IOException {
        ByteBuffer buffer = region.buffer;
        try {
            while (buffer.hasRemaining()) {
                long at = region.end - buffer.remaining();
                long sent = region.file.transferTo(at, buffer.remaining(), getChannel());
                if (sent == 0) {
                    if (region.file.size() <= at) {
                        throw new IOException("the object is shorter than it was");
                    }
                    return false;
                }
                buffer.position(buffer.position() + Math.toIntExact(sent));
                notIdle();
            }
            return true;
        } catch (IOException e) {
            throw new EofException(e);
        }
    }
}
