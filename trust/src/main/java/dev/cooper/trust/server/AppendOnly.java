package dev.cooper.trust.server;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.trust.log.Merkle;
import dev.cooper.trust.log.MerkleTree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A file of records that only grows, and the Merkle tree over their leaves. A record is on the disk
 * before anybody hears of it. What a broken write has left at the end was promised to nobody and is
 * cut off; damage anywhere else, and a file that became shorter than it was, are refused.
 *
 * <p>A record is its length, the same inverted, a CRC-32C (4 bytes each, big-endian), 8 bytes that
 * the service keeps beside it, and the leaf. Length and CRC are of the last two. Safe for several
 * threads.
 */
final class AppendOnly implements AutoCloseable {
    /** The longest leaf, in bytes. */
    static final int MOST = 1 << 20;

    private static final int HEAD = 12;
    private static final int NOTE = 8;

    private final ServerDirectory directory;
    private final String name;
    private final FileChannel file;
    private final MerkleTree tree = new MerkleTree();
    private final List<Long> starts = new ArrayList<>();
    private final Object disk = new Object();
    private long end;

    /** How many records are on the disk; only these are told of. */
    private long settled;

    private boolean isBroken;

    /**
     * The tree at a moment.
     *
     * @param root hexadecimal
     */
    record Head(long size, String root) {}

    /** Takes the records that are there, in their order. */
    interface Reader {
        void take(Leaf entry);
    }

    private AppendOnly(ServerDirectory directory, String name, FileChannel file) {
        this.directory = directory;
        this.name = name;
        this.file = file;
    }

    static AppendOnly open(ServerDirectory directory, String name, Reader reader)
            throws IOException {
        boolean isNew = !directory.has(name);
        FileChannel file =
                FileChannel.open(
                        directory.file(name),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        AppendOnly log = new AppendOnly(directory, name, file);
        try {
            log.recover(reader);
            log.settled = log.starts.size();
            if (isNew) {
                directory.sync();
            }
            log.compareWithHead();
            return log;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void recover(Reader reader) throws IOException {
        long length = file.size();
        while (end < length) {
            Optional<Leaf> entry = read(end, length);
            if (entry.isEmpty()) {
                file.truncate(end);
                file.force(true);
                return;
            }
            admit(entry.get());
            reader.take(entry.get());
        }
    }

    /** Reads a record; empty when it is the last one and only a part of it was written. */
    private Optional<Leaf> read(long start, long length) throws IOException {
        if (length - start < HEAD) {
            return Optional.empty();
        }
        ByteBuffer head = ByteBuffer.wrap(bytes(start, HEAD));
        int size = head.getInt();
        int inverted = head.getInt();
        int sum = head.getInt();
        if (size == 0 && inverted == 0 && isZero(start, length)) {
            return Optional.empty(); // the file grew before what was to be in it
        }
        if (size != ~inverted || size < NOTE || size > NOTE + MOST) {
            throw damaged(start);
        }
        if (length - start - HEAD < size) {
            return Optional.empty();
        }
        byte[] record = bytes(start + HEAD, size);
        if (sum != sum(record)) {
            if (start + HEAD + size == length) {
                return Optional.empty();
            }
            throw damaged(start);
        }
        return Optional.of(leaf(starts.size(), record));
    }

    private static Leaf leaf(long index, byte[] record) {
        long note = ByteBuffer.wrap(record).getLong();
        return new Leaf(index, note, Arrays.copyOfRange(record, NOTE, record.length));
    }

    private boolean isZero(long start, long length) throws IOException {
        for (long at = start; at < length; at += MOST) {
            for (byte one : bytes(at, (int) Math.min(MOST, length - at))) {
                if (one != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private IOException damaged(long start) {
        return new IOException(
                "%s is damaged at byte %d: restore it from a copy, a log must not forget"
                        .formatted(directory.file(name), start));
    }

    private byte[] bytes(long start, int count) throws IOException {
        byte[] bytes = new byte[count];
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            if (file.read(left, start + left.position()) < 0) {
                throw damaged(start);
            }
        }
        return bytes;
    }

    private static int sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    private void admit(Leaf entry) {
        starts.add(end);
        end += HEAD + NOTE + entry.content().length;
        tree.append(Merkle.leaf(entry.content()));
    }

    /** Appends a record; it is on the disk when this returns. */
    Leaf append(long note, byte[] leaf) throws IOException {
        Leaf entry = write(note, leaf);
        settle(entry.index());
        return entry;
    }

    /** Writes a record; nobody may hear of it before it is settled. */
    synchronized Leaf write(long note, byte[] leaf) throws IOException {
        if (leaf.length > MOST) {
            throw new RefusedException(413, "the entry is longer than " + MOST + " bytes");
        }
        if (isBroken) {
            throw broken();
        }
        byte[] content = ByteBuffer.allocate(NOTE + leaf.length).putLong(note).put(leaf).array();
        ByteBuffer record =
                ByteBuffer.allocate(HEAD + content.length)
                        .putInt(content.length)
                        .putInt(~content.length)
                        .putInt(sum(content))
                        .put(content)
                        .flip();
        isBroken = true; // until it is known to be whole
        while (record.hasRemaining()) {
            file.write(record, end + record.position());
        }
        isBroken = false;
        Leaf entry = new Leaf(starts.size(), note, leaf);
        admit(entry);
        return entry;
    }

    /**
     * Waits until a record is on the disk. Whoever comes first syncs the file for all that were
     * written meanwhile.
     */
    void settle(long index) throws IOException {
        synchronized (disk) {
            long written;
            synchronized (this) {
                if (index < settled) {
                    return;
                }
                if (isBroken) {
                    throw broken();
                }
                written = starts.size();
            }
            boolean isDone = false;
            try {
                file.force(false);
                isDone = true;
            } finally {
                synchronized (this) {
                    isBroken |= !isDone; // what was written may be lost without another error
                    settled = isDone ? written : settled;
                }
            }
        }
    }

    private IOException broken() {
        return new IOException(directory.file(name) + " could not be written; start again");
    }

    synchronized Optional<Leaf> entry(long index) throws IOException {
        if (index < 0 || index >= settled) {
            return Optional.empty();
        }
        long start = starts.get(Math.toIntExact(index));
        int size = ByteBuffer.wrap(bytes(start, HEAD)).getInt();
        return Optional.of(leaf(index, bytes(start + HEAD, size)));
    }

    /** The tree over what is on the disk. */
    synchronized Head head() {
        return head(settled);
    }

    private Head head(long size) {
        return new Head(size, HexFormat.of().formatHex(tree.root(size)));
    }

    /** Proves that a record is in the tree of a size, which the tree has had. */
    synchronized List<byte[]> inclusion(long index, long size) {
        return tree.inclusion(index, size);
    }

    synchronized List<byte[]> consistency(long first, long second) {
        return tree.consistency(first, second);
    }

    /** Returns hashes of whole subtrees, which are in the tree over what is on the disk. */
    synchronized List<byte[]> nodes(int level, long from, int count) {
        List<byte[]> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(tree.node(level, from + i));
        }
        return nodes;
    }

    /** A file that was put back to an older copy must not be signed anew as another history. */
    private void compareWithHead() throws IOException {
        String where = name + ".head";
        Optional<byte[]> known = directory.read(where);
        if (known.isPresent()) {
            JsonObject json = JsonObject.parse(known.get(), directory.file(where).toString());
            long size = json.integer("size");
            if (size < 0 || size > tree.size() || !head(size).root().equals(json.string("root"))) {
                throw new IOException(
                        "%s does not hold the %d entries any more that it held; restore it"
                                .formatted(directory.file(name), size));
            }
        }
        writeHead();
    }

    private void writeHead() throws IOException {
        Head head = head();
        directory.write(
                name + ".head", Json.write(Map.of("size", head.size(), "root", head.root())));
    }

    /** The hash of a leaf, hexadecimal. */
    static String leafHash(byte[] leaf) {
        return Digest.of(Digest.Algorithm.SHA256, Merkle.leaf(leaf)).hex();
    }

    @Override
    public synchronized void close() throws IOException {
        try (file) {
            writeHead();
        }
    }
}
