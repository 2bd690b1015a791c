package dev.cooper.registry.storage;

import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.UnavailableException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The parts of one object: one is sent while the next one comes. No multipart upload is begun
 * before the first part is full and more comes.
 */
final class Parts implements AutoCloseable {
    /** Told of a multipart upload before anything is sent to it. */
    interface Begun {
        void begun(S3Objects.Multipart multipart) throws IOException;
    }

    private final S3Objects objects;
    private final Path directory;
    private final Begun listener;
    private final List<String> marks = new ArrayList<>();
    private S3Objects.@Nullable Multipart multipart;
    private PartSizes sizes;
    private boolean broken;
    private Spool rest;
    private @Nullable Spool sent;
    private @Nullable FutureTask<String> sending;

    Parts(S3Objects objects, Path directory, PartSizes sizes, Begun listener) {
        this.objects = objects;
        this.directory = directory;
        this.sizes = sizes;
        this.listener = listener;
        this.rest = new Spool(directory);
    }

    /** Goes on with what was begun elsewhere. */
    void resume(S3Objects.@Nullable Multipart begun, List<String> oldMarks) {
        multipart = begun;
        marks.addAll(oldMarks);
    }

    S3Objects.@Nullable Multipart multipart() {
        return multipart;
    }

    PartSizes sizes() {
        return sizes;
    }

    /** The marks of the parts that are there. */
    List<String> marks() {
        return marks;
    }

    /** What is no part yet. */
    Spool rest() {
        return rest;
    }

    /** Makes the parts larger when that many bytes are to come; only before the first. */
    void expect(long length) {
        if (multipart == null) {
            sizes = sizes.forLength(length);
        }
    }

    /** Whether bytes were lost on the way. */
    boolean isBroken() {
        return broken;
    }

    void append(ByteBuffer bytes) throws IOException {
        broken = true; // until all of them are in their place
        while (bytes.hasRemaining()) {
            if (rest.size() >= size()) {
                send();
            }
            int length = (int) Math.min(bytes.remaining(), size() - rest.size());
            rest.write(bytes.slice(bytes.position(), length));
            bytes.position(bytes.position() + length);
        }
        broken = false;
    }

    /** How large the part is that is under way; one that is being sent counts as sent. */
    private long size() {
        return sizes.size(marks.size() + (sending == null ? 0 : 1));
    }

    private void send() throws IOException {
        await();
        S3Objects.Multipart target = multipart;
        if (target == null) {
            target = objects.begin();
            multipart = target;
            listener.begun(target);
        }
        int number = marks.size() + 1;
        if (number > PartSizes.MOST) {
            throw new ApiException(
                    ErrorCode.SIZE_INVALID, 413, "the blob is larger than an object of S3 can be");
        }
        S3Objects.Multipart upload = target;
        Spool part = rest;
        rest = new Spool(directory);
        sent = part;
        FutureTask<String> task = new FutureTask<>(() -> objects.part(upload, number, part));
        sending = task;
        Thread.ofVirtual().name("registry-part").start(task);
    }

    /** Waits until all parts that were full are there. */
    void await() throws IOException {
        FutureTask<String> task = sending;
        if (task == null) {
            return;
        }
        sending = null;
        boolean before = broken;
        broken = true;
        try {
            marks.add(task.get());
            broken = before;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sending to the object store", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnavailableException cause) {
                throw new UnavailableException(String.valueOf(cause.getMessage()), e);
            }
            throw new IOException("sending a part: " + e.getMessage(), e);
        } finally {
            closeSent();
        }
    }

    private void closeSent() throws IOException {
        Spool old = sent;
        sent = null;
        if (old != null) {
            old.close();
        }
    }

    /** Forgets all parts but the first ones, and the rest. */
    void truncate(int first) throws IOException {
        try {
            await();
        } finally {
            marks.subList(first, marks.size()).clear();
            rest.clear();
            broken = false;
        }
    }

    /** Makes one object of all; durable on return. */
    String finish(long size) throws IOException {
        await();
        if (multipart == null) {
            return objects.put(rest);
        }
        if (rest.size() > 0) {
            send();
            await();
        }
        objects.complete(multipart, marks, size);
        return multipart.key();
    }

    /** Ends what is under way; nobody needs it any more. */
    @Override
    public void close() throws IOException {
        try {
            await();
        } catch (IOException _) {
            // whoever needed it has been told
        } finally {
            rest.close();
        }
    }
}
