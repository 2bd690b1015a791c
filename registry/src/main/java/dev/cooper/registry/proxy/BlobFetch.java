package dev.cooper.registry.proxy;

import dev.cooper.oci.Digest;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.storage.FinishedBytes;
import dev.cooper.registry.storage.Objects;
import dev.cooper.registry.storage.TransferBuffers;
import dev.cooper.registry.storage.UploadSession;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A blob that is coming from another registry into a file. Whoever wants it reads along, but gets
 * the last byte only once the digest of all of them has turned out right.
 */
final class BlobFetch implements FinishedBytes {
    private static final int BUFFER = 128 << 10;

    /** How far it is. */
    private enum State {
        /** Nothing is known of it. */
        ASKING,
        /** It has begun. */
        COMING,
        /** All of it is there and is right. */
        VERIFIED,
        /** It is a blob of this registry. */
        STORED,
        /** It will never be complete. */
        FAILED
    }

    private final String repository;
    private final Digest digest;
    private final Objects objects;
    private final Path file;
    private final FileChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.ASKING;
    private long size = -1;
    private long received;
    private int users = 1;
    private @Nullable ApiException failure;

    BlobFetch(String repository, Digest digest, Objects objects, Path file) throws IOException {
        this.repository = repository;
        this.digest = digest;
        this.objects = objects;
        this.file = file;
        this.channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
    }

    /** Has the file kept open for one more reader, who must {@link #leave}. */
    boolean join() {
        lock.lock();
        try {
            if (users == 0) {
                return false;
            }
            users++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The counterpart of {@link #join}, and of the beginning. */
    void leave() throws IOException {
        lock.lock();
        try {
            users--;
            if (users == 0) {
                channel.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Notes that it is coming. */
    void begins(long length) {
        change(State.COMING, length);
    }

    /** Notes that all is done, and where nothing had to be fetched. */
    void isStored() {
        change(State.STORED, -1);
    }

    private void change(State next, long length) {
        lock.lock();
        try {
            state = next;
            if (length >= 0) {
                size = length;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void fails(ApiException why) {
        lock.lock();
        try {
            if (state != State.VERIFIED && state != State.STORED) {
                state = State.FAILED;
                failure = why;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes all bytes and verifies them.
     *
     * @param counts hears of them
     * @throws EOFException when they are too few or too many, or not those of the digest
     */
    void take(InputStream in, ProxyCounts.Kind counts) throws IOException {
        MessageDigest hash = digest.algorithm().newMessageDigest();
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            hash.update(buffer, 0, n);
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
            while (bytes.hasRemaining()) {
                channel.write(bytes, received + bytes.position());
            }
            counts.pulled(n);
            arrived(n);
        }
        Digest actual = Digest.of(digest.algorithm(), hash.digest());
        if ((size >= 0 && received != size) || !actual.equals(digest)) {
            throw new EOFException(
                    "it sent " + received + " bytes with digest " + actual + " for " + digest);
        }
        change(State.VERIFIED, received);
    }

    private void arrived(int n) {
        lock.lock();
        try {
            received += n;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The repository that it was fetched for first. */
    String repository() {
        return repository;
    }

    /**
     * Waits until it is known how large it is.
     *
     * @return its size; -1 when it is a blob of this registry already
     * @throws ApiException when it cannot be had
     */
    long awaitSize() {
        lock.lock();
        try {
            while (state == State.ASKING || (state == State.COMING && size < 0)) {
                changed.awaitUninterruptibly();
            }
            checkFailure();
            return size;
        } finally {
            lock.unlock();
        }
    }

    private void checkFailure() {
        ApiException why = failure;
        if (why != null) {
            throw why;
        }
    }

    /**
     * Sends a part of it as it comes.
     *
     * @param counts hears of the bytes
     */
    void send(Exchange exchange, long from, long length, ProxyCounts.Kind counts)
            throws IOException {
        long end = from + length;
        long at = from;
        ByteBuffer buffer = TransferBuffers.take(BUFFER);
        try {
            do {
                long ready = awaitBeyond(at, end);
                buffer.clear().limit((int) Math.min(BUFFER, ready - at));
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer, at + buffer.position()) < 0) {
                        throw new IOException("the file of a fetched blob became shorter");
                    }
                }
                at += buffer.position();
                counts.pushed(buffer.flip().remaining());
                exchange.write(at == end, buffer);
            } while (at < end);
        } finally {
            TransferBuffers.give(buffer);
        }
    }

    /** Waits for more than is sent already, and tells up to where bytes may be sent. */
    private long awaitBeyond(long at, long end) {
        lock.lock();
        try {
            while (true) {
                checkFailure();
                boolean verified = state == State.VERIFIED || state == State.STORED;
                long ready = verified ? end : Math.min(received, end - 1);
                if (ready > at || verified) {
                    return ready;
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long size() {
        return received;
    }

    @Override
    public byte @Nullable [] inline() throws IOException {
        if (received > UploadSession.INLINE) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) received);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, bytes.position()) < 0) {
                throw new EOFException("the file of a fetched blob became shorter");
            }
        }
        return bytes.array();
    }

    @Override
    public String store() throws IOException {
        channel.force(true);
        return objects.adopt(file);
    }

    /** Deletes the file, if it has not become an object. */
    void discard() throws IOException {
        Files.deleteIfExists(file);
    }
}
