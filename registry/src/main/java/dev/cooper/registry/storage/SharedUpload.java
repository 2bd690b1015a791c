package dev.cooper.registry.storage;

import dev.cooper.oci.Digest;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An upload into the bucket, of which a row in the database knows what is safe. What is less than a
 * part is kept in the row when it is little, else as an object of its own, which becomes the blob
 * if nothing follows.
 */
final class SharedUpload implements UploadSession {
    private static final int BUFFER = 128 << 10;

    private final SharedUploads uploads;
    private final String id;
    private final String holder;
    private final Parts parts;
    private final Digest.Algorithm algorithm;
    private boolean hasRow;
    private boolean isHeld;
    private @Nullable MessageDigest hash;
    private String stamp;
    private long size;

    /** What the row says is behind the parts, while that is not in their rest. */
    private @Nullable String tailKey;

    private byte @Nullable [] tail;
    private boolean tailIsLoaded = true;
    private int knownParts;
    private boolean changed;
    private boolean over;

    /** The object of all bytes, when there is one, and whether it is somebody else's now. */
    private @Nullable String object;

    private boolean isTaken;

    /** A new one, without a row until there is something that another registry could go on with. */
    SharedUpload(
            SharedUploads uploads,
            String id,
            String holder,
            PartSizes sizes,
            Digest.Algorithm algorithm) {
        this.uploads = uploads;
        this.id = id;
        this.holder = holder;
        this.algorithm = algorithm;
        this.stamp = "";
        this.hash = algorithm.newMessageDigest();
        this.parts = new Parts(uploads.objects(), uploads.directory(), sizes, this::begun);
    }

    /** One that is taken up again, here or elsewhere. */
    SharedUpload(
            SharedUploads uploads, String id, String holder, UploadRow row, List<String> marks) {
        this.uploads = uploads;
        this.id = id;
        this.holder = holder;
        this.algorithm =
                row.algorithm().equals(Digest.Algorithm.SHA512.id())
                        ? Digest.Algorithm.SHA512
                        : Digest.Algorithm.SHA256;
        this.hasRow = true;
        this.isHeld = true;
        this.size = row.size();
        this.stamp = row.stamp();
        this.hash = size == 0 ? algorithm.newMessageDigest() : uploads.kept(id, algorithm, stamp);
        this.tailKey = row.tailKey();
        this.tail = row.tail();
        this.tailIsLoaded = tailKey == null && tail == null;
        this.knownParts = marks.size();
        PartSizes sizes = new PartSizes(row.partSize(), uploads.sizes().alike());
        this.parts = new Parts(uploads.objects(), uploads.directory(), sizes, this::begun);
        parts.resume(row.multipart(), marks);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void expect(long length) {
        parts.expect(size + length);
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
        load();
        changed = true;
        size += bytes.remaining();
        if (hash != null) {
            hash.update(bytes.duplicate());
        }
        parts.append(bytes);
    }

    /** Fetches what is behind the parts, because more is to come or all is to be read. */
    private void load() throws IOException {
        if (tailIsLoaded) {
            return;
        }
        tailIsLoaded = true;
        if (tail != null) {
            parts.rest().write(ByteBuffer.wrap(tail));
        } else if (tailKey != null) {
            long length = size - parts.sizes().start(parts.marks().size());
            try (ReadableByteChannel in = uploads.objects().open(tailKey, length, 0, length)) {
                ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
                while (in.read(buffer) >= 0) {
                    parts.rest().write(buffer.flip());
                    buffer.clear();
                }
            }
        }
    }

    /** Lets the database know of a multipart upload, so that it is ended when this one dies. */
    private void begun(S3Objects.Multipart multipart) throws IOException {
        boolean known =
                uploads.database()
                        .write(sql -> {
                            if (!hasRow) {
                                row(0).insert(sql, id, holder, SharedUploads.HELD_SECONDS);
                            }
                            return sql.update(
                                            "UPDATE upload SET storage_key = ?, multipart = ?,"
                                                    + " part_size = ? WHERE id = ? AND holder = ?",
                                            multipart.key(),
                                            multipart.id(),
                                            parts.sizes().first(),
                                            id,
                                            holder)
                                    > 0;
                        });
        requireHeld(known);
        if (!hasRow) {
            uploads.hold(id, holder);
        }
        hasRow = true;
        isHeld = true;
    }

    private void requireHeld(boolean held) {
        if (!held) {
            over = true;
            throw new ApiException(
                            ErrorCode.UNAVAILABLE,
                            "another registry has gone on with this upload; ask how far it is")
                    .header("Retry-After", "1");
        }
    }

    private UploadRow row(long safe) {
        return new UploadRow(
                algorithm.id(),
                safe,
                parts.multipart(),
                parts.sizes().first(),
                tailKey,
                tail,
                stamp);
    }

    @Override
    public void truncate(long length) throws IOException {
        parts.truncate(knownParts);
        hash = null;
        tailIsLoaded = tailKey == null && tail == null;
        size = length;
        changed = false;
    }

    @Override
    public void save() throws IOException {
        if (hasRow && !changed) {
            return;
        }
        parts.await();
        String oldTail = tailKey;
        if (changed) {
            boolean little = parts.rest().size() <= INLINE;
            String newTail = little ? null : uploads.objects().put(parts.rest());
            tailKey = newTail;
            tail = little ? parts.rest().bytes() : null;
            stamp = UUID.randomUUID().toString();
        }
        if (hash != null) {
            // Before, because the next request may come before this one is over; the stamp tells.
            uploads.keep(id, hash, algorithm, stamp);
        }
        boolean held =
                uploads.database()
                        .write(sql -> {
                            if (!hasRow) {
                                row(0).insert(sql, id, holder, SharedUploads.HELD_SECONDS);
                            }
                            return row(size)
                                    .update(
                                            sql,
                                            id,
                                            holder,
                                            parts.marks(),
                                            knownParts,
                                            Optional.empty());
                        });
        requireHeld(held);
        released();
        hasRow = true;
        changed = false;
        knownParts = parts.marks().size();
        if (oldTail != null && !oldTail.equals(tailKey)) {
            uploads.objects().delete(oldTail);
        }
    }

    private void released() {
        isHeld = false;
        uploads.letGo(id, holder);
    }

    @Override
    public Digest digest(Digest.Algorithm wanted) throws IOException {
        MessageDigest done = hash;
        if (done == null || wanted != algorithm) {
            done = wanted.newMessageDigest();
            if (parts.multipart() == null) {
                load();
                read(parts.rest(), done);
            } else {
                read(finished(), done);
            }
        }
        hash = null;
        return Digest.of(wanted, done.digest());
    }

    private static void read(Spool spool, MessageDigest hash) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = spool.read()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                hash.update(buffer, 0, read);
            }
        }
    }

    private void read(String key, MessageDigest hash) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (ReadableByteChannel in = uploads.objects().open(key, size, 0, size)) {
            while (in.read(buffer) >= 0) {
                hash.update(buffer.flip());
                buffer.clear();
            }
        }
    }

    @Override
    public byte @Nullable [] inline() throws IOException {
        if (size > INLINE) {
            return null;
        }
        load();
        return parts.rest().bytes();
    }

    @Override
    public String store() throws IOException {
        String key = finished();
        isTaken = true;
        return key;
    }

    private String finished() throws IOException {
        String key = object;
        if (key == null) {
            if (parts.multipart() == null && tailKey != null && !tailIsLoaded) {
                key = tailKey;
            } else {
                load();
                key = parts.finish(size);
            }
            object = key;
        }
        return key;
    }

    @Override
    public void end() throws IOException {
        over = true;
        parts.close();
        if (hasRow && !uploads.database().write(sql -> UploadRow.delete(sql, id, holder))) {
            return; // another one has it, with all that belongs to it
        }
        S3Objects.Multipart multipart = parts.multipart();
        if (multipart != null && object == null) {
            uploads.objects().abort(multipart);
        }
        if (!isTaken) {
            uploads.objects().delete(object);
        }
        if (tailKey != null && !tailKey.equals(object)) {
            uploads.objects().delete(tailKey);
        }
    }

    /** Saves what came of a request that broke off, so that it need not come again. */
    @Override
    public void close() throws IOException {
        try {
            if (!over && changed && hasRow && object == null && !parts.isBroken()) {
                save();
            }
            if (!over && isHeld) {
                if (!changed && hash != null) {
                    uploads.keep(id, hash, algorithm, stamp);
                }
                uploads.database()
                        .write(sql -> {
                            UploadRow.release(sql, id, holder);
                            return id;
                        });
            }
        } finally {
            released();
            parts.close();
        }
    }
}
