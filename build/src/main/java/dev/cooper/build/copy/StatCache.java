package dev.cooper.build.copy;

import dev.cooper.linux.Stat;
import dev.cooper.oci.Digest;
import dev.cooper.oci.FileName;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Remembers the digests of files of one build context, so that an unchanged file is not read again.
 *
 * <p>A file is the same when device, inode, size, time of modification and time of status change
 * are. Whoever changes content can set back the time of modification, but not that of the status
 * change. One case is left: a second change within the same tick of the file system's clock. So a
 * file is not remembered while its status change is too near to the moment it was read (git calls
 * such entries racily clean). Only files without extended attributes are remembered.
 *
 * <p>Each process reads the file once and replaces it as a whole; of two that save at once one
 * loses what it learnt, which costs time and never correctness. Safe for use by several threads.
 */
public final class StatCache {
    private static final long MAGIC = 0x31_74_61_74_73_70_6f_63L; // "copstat1"
    private static final int RECORD = 88;
    private static final int KEPT_DAYS = 30;

    /** Clocks tick in 10 ms at worst; twenty times that leaves room for those of servers. */
    private static final long FINE_MARGIN_NANOS = 200_000_000L;

    /** File systems that count whole seconds, or two of them (FAT). */
    private static final long COARSE_MARGIN_NANOS = 2_500_000_000L;

    private final Path file;
    private final ByteBuffer known;
    private final TreeMap<Key, Known> learnt = new TreeMap<>();
    private final int today = (int) (Instant.now().getEpochSecond() / 86_400);
    private boolean aged;

    private StatCache(Path file, ByteBuffer known) {
        this.file = file;
        this.known = known;
    }

    /**
     * Opens the cache of one context.
     *
     * @param directory holds the caches of all contexts; made when something is saved
     * @param context the context's path with all links followed
     */
    public static StatCache open(Path directory, String context) throws IOException {
        String name = Digest.sha256(FileName.encode(context)).hex();
        Path file = directory.resolve(name);
        return new StatCache(file, load(file));
    }

    /** The digest of a file's bytes if it has not changed since it was read, else null. */
    byte @Nullable [] lookup(Stat stat) {
        int low = 0;
        int high = known.remaining() / RECORD - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int at = middle * RECORD;
            int order = compare(at, stat);
            if (order == 0) {
                return matches(at, stat) ? raw(at) : null;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    private int compare(int at, Stat stat) {
        int byDevice = Long.compare(known.getLong(at), stat.dev());
        return byDevice != 0 ? byDevice : Long.compare(known.getLong(at + 8), stat.inode());
    }

    private boolean matches(int at, Stat stat) {
        return known.getLong(at + 16) == stat.size()
                && known.getLong(at + 24) == stat.mtimeSeconds()
                && known.getLong(at + 32) == stat.ctimeSeconds()
                && known.getInt(at + 40) == stat.mtimeNanos()
                && known.getInt(at + 44) == stat.ctimeNanos();
    }

    private byte[] raw(int at) {
        if (known.getInt(at + 48) != today) {
            synchronized (this) {
                aged = true;
            }
            known.putInt(at + 48, today);
        }
        byte[] raw = new byte[32];
        known.get(at + 56, raw);
        return raw;
    }

    /**
     * Remembers the digest of a file's bytes, unless a change could have gone unseen.
     *
     * @param before the time before the first byte was read
     */
    void record(Stat stat, byte[] raw, Instant before) {
        if (isSafe(stat, before)) {
            synchronized (this) {
                learnt.put(new Key(stat.dev(), stat.inode()), new Known(stat, raw.clone(), today));
            }
        }
    }

    static boolean isSafe(Stat stat, Instant before) {
        long margin = stat.ctimeNanos() == 0 ? COARSE_MARGIN_NANOS : FINE_MARGIN_NANOS;
        Instant changed = Instant.ofEpochSecond(stat.ctimeSeconds(), stat.ctimeNanos());
        return changed.plusNanos(margin).isBefore(before);
    }

    /** Whether two looks at a file saw the same content. */
    static boolean same(Stat a, Stat b) {
        return a.dev() == b.dev()
                && a.inode() == b.inode()
                && a.size() == b.size()
                && a.mtimeSeconds() == b.mtimeSeconds()
                && a.mtimeNanos() == b.mtimeNanos()
                && a.ctimeSeconds() == b.ctimeSeconds()
                && a.ctimeNanos() == b.ctimeNanos();
    }

    /** Writes what was learnt, if there is something new. */
    public synchronized void save() throws IOException {
        if (learnt.isEmpty() && !aged) {
            return;
        }
        TreeMap<Key, Known> all = new TreeMap<>();
        addAll(load(file), all);
        addAll(known, all);
        all.putAll(learnt);
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path temporary = Files.createTempFile(directory, ".new", "");
        try {
            Files.write(temporary, bytes(all));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        learnt.clear();
        aged = false;
    }

    private void addAll(ByteBuffer records, Map<Key, Known> all) {
        for (int at = 0; at + RECORD <= records.limit(); at += RECORD) {
            int day = records.getInt(at + 48);
            if (day > today - KEPT_DAYS && day <= today) {
                Known old = Known.read(records, at);
                all.put(new Key(records.getLong(at), records.getLong(at + 8)), old);
            }
        }
    }

    private static byte[] bytes(Map<Key, Known> all) {
        ByteBuffer out = ByteBuffer.allocate(8 + all.size() * RECORD + 8);
        out.putLong(MAGIC);
        all.forEach((key, value) -> value.write(key, out));
        out.putLong(sum(out.array(), out.position()));
        return out.array();
    }

    /** The records of a whole and undamaged file, none of any other. */
    private static ByteBuffer load(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return ByteBuffer.allocate(0);
        }
        int end = bytes.length - 8;
        boolean whole =
                end >= 8
                        && (end - 8) % RECORD == 0
                        && ByteBuffer.wrap(bytes).getLong(0) == MAGIC
                        && ByteBuffer.wrap(bytes).getLong(end) == sum(bytes, end);
        return whole ? ByteBuffer.wrap(bytes, 8, end - 8).slice() : ByteBuffer.allocate(0);
    }

    private static long sum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }

    private record Key(long dev, long inode) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byDevice = Long.compare(dev, other.dev);
            return byDevice != 0 ? byDevice : Long.compare(inode, other.inode);
        }
    }

    /** All of a record but its key. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Known(
            long size,
            long mtimeSeconds,
            long ctimeSeconds,
            int mtimeNanos,
            int ctimeNanos,
            int day,
            byte[] raw) {
        Known(Stat stat, byte[] raw, int day) {
            this(
                    stat.size(),
                    stat.mtimeSeconds(),
                    stat.ctimeSeconds(),
                    stat.mtimeNanos(),
                    stat.ctimeNanos(),
                    day,
                    raw);
        }

        static Known read(ByteBuffer in, int at) {
            byte[] raw = new byte[32];
            in.get(at + 56, raw);
            return new Known(
                    in.getLong(at + 16),
                    in.getLong(at + 24),
                    in.getLong(at + 32),
                    in.getInt(at + 40),
                    in.getInt(at + 44),
                    in.getInt(at + 48),
                    raw);
        }

        void write(Key key, ByteBuffer out) {
            out.putLong(key.dev()).putLong(key.inode()).putLong(size);
            out.putLong(mtimeSeconds).putLong(ctimeSeconds);
            out.putInt(mtimeNanos).putInt(ctimeNanos).putInt(day).putInt(0);
            out.put(raw);
        }
    }
}
