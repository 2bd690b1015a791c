package dev.cooper.store;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.archive.Whiteouts;
import dev.cooper.linux.Directory;
import dev.cooper.linux.DirectoryEntry;
import dev.cooper.linux.Stat;
import dev.cooper.oci.FileName;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes a snapshot as a layer's tar. The same files give the same bytes: names in byte order, no
 * user names, no access times, nothing of overlayfs.
 *
 * <p>A directory that the snapshot holds only because something below it was touched and put back
 * is left out, and so are whiteouts that hide nothing.
 */
final class LayerDump {
    private final TarWriter tar;
    private final LayerOptions options;
    private final OverlayMarks marks;
    private final boolean oneOwner;
    private final Map<Long, String> linked = new HashMap<>();
    private final Deque<TarEntry> unchanged = new ArrayDeque<>();
    private final byte[] buffer = new byte[128 * 1024];

    /**
     * Makes a writer.
     *
     * @param tar gets the entries
     * @param marks the form of the marks in the snapshot
     * @param oneOwner whether all files belong to an ordinary user without a namespace, who stands
     *     for root in the image
     */
    LayerDump(TarWriter tar, LayerOptions options, OverlayMarks marks, boolean oneOwner) {
        this.tar = tar;
        this.options = options;
        this.marks = marks;
        this.oneOwner = oneOwner;
    }

    /**
     * Writes the entry of the root directory if it differs from what the layers below (or an empty
     * image) have. Its time does not count: nearly every layer changes it.
     */
    void writeRoot(Directory root, @Nullable Directory rootBelow) throws IOException {
        Stat stat = root.stat(".");
        SortedMap<String, byte[]> xattrs = kept(root.xattrs("."));
        boolean same;
        if (rootBelow == null) {
            same = stat.permissions() == 0755 && uid(stat) == 0 && gid(stat) == 0;
            same &= xattrs.isEmpty();
        } else {
            Stat below = rootBelow.stat(".");
            same = sameOwnerAndMode(stat, below) && equal(xattrs, kept(rootBelow.xattrs(".")));
        }
        if (!same) {
            tar.write(entry(".", TarEntry.Type.DIRECTORY, stat, xattrs));
        }
    }

    /**
     * Writes all that a directory holds.
     *
     * @param path of the directory in the image, with a slash at the end; empty for the root
     * @param below what the layers below have in its place; null for nothing
     */
    void writeChildren(Directory directory, String path, @Nullable MergedDirectory below)
            throws IOException {
        writeChildren(directory, path, below, false);
    }

    private void writeChildren(
            Directory directory, String path, @Nullable MergedDirectory below, boolean opaque)
            throws IOException {
        for (String name : names(directory, below, opaque)) {
            Stat stat = marks.find(directory, name);
            if (stat == null || stat.isWhiteout()) {
                if (below != null && below.find(name) != null) {
                    write(mark(path + Whiteouts.of(name)));
                }
            } else if (Whiteouts.isWhiteout(name)) {
                throw looksDeleted(path + name);
            } else if (stat.isDirectory()) {
                writeDirectory(directory, name, path + name, stat, below, opaque);
            } else {
                writeFile(directory, name, path + name, stat);
            }
        }
    }

    /**
     * An opaque directory is written as whiteouts of all that it hides: drivers differ in when they
     * make a directory opaque, and the layer must not depend on the driver.
     */
    private SortedSet<String> names(
            Directory directory, @Nullable MergedDirectory below, boolean opaque)
            throws IOException {
        SortedSet<String> names = new TreeSet<>(FileName.BYTE_ORDER);
        for (DirectoryEntry entry : marks.entries(directory)) {
            names.add(entry.name());
        }
        if (opaque && below != null) {
            names.addAll(below.list().keySet());
        }
        return names;
    }

    private void writeDirectory(
            Directory parent,
            String name,
            String path,
            Stat stat,
            @Nullable MergedDirectory belowParent,
            boolean parentOpaque)
            throws IOException {
        SortedMap<String, byte[]> xattrs = kept(parent.xattrs(name));
        TarEntry entry = entry(path, TarEntry.Type.DIRECTORY, stat, xattrs);
        MergedFile before = belowParent == null ? null : belowParent.find(name);
        boolean pending =
                before != null
                        && !parentOpaque
                        && before.stat().isDirectory()
                        && sameOwnerAndMode(stat, before.stat())
                        && stat.mtimeSeconds() == before.stat().mtimeSeconds()
                        && stat.mtimeNanos() == before.stat().mtimeNanos()
                        && equal(xattrs, kept(before.in().xattrs(before.name())));
        if (pending) {
            unchanged.addLast(entry);
        } else if (!isOnTheWay(parent, name, path, entry)) {
            write(entry);
        }
        try (Directory directory = parent.openDirectory(name);
                MergedDirectory below = belowParent == null ? null : belowParent.openOrNull(name)) {
            boolean opaque = below != null && (parentOpaque || marks.isOpaque(parent, name));
            writeChildren(directory, path + "/", below, opaque);
        }
        if (pending && !unchanged.isEmpty()) {
            // Still waiting: nothing below it was written, or it would not be here any more.
            unchanged.removeLast();
        }
    }

    /** Whether a directory only leads to others, so that the layer says nothing about it. */
    private boolean isOnTheWay(Directory parent, String name, String path, TarEntry entry)
            throws IOException {
        int depth = (int) path.chars().filter(c -> c == '/').count() + 1;
        if (depth > options.way().size()
                || !path.equals(String.join("/", options.way().subList(0, depth)))) {
            return false;
        }
        boolean usual =
                entry.mode() == 0755
                        && entry.uid() == 0
                        && entry.gid() == 0
                        && entry.xattrs().isEmpty();
        if (usual || depth == options.way().size()) {
            return usual;
        }
        try (Directory directory = parent.openDirectory(name)) {
            Stat next = marks.find(directory, options.way().get(depth));
            return next != null && next.isDirectory();
        }
    }

    private void writeFile(Directory parent, String name, String path, Stat stat)
            throws IOException {
        if (stat.nlink() > 1) {
            String first = linked.putIfAbsent(stat.inode(), path);
            if (first != null) {
                write(entry(path, TarEntry.Type.HARDLINK, stat, none()).withLinkTarget(first));
                return;
            }
        }
        TarEntry.Type type =
                switch (stat.type()) {
                    case FILE -> TarEntry.Type.FILE;
                    case SYMLINK -> TarEntry.Type.SYMLINK;
                    case CHAR_DEVICE -> TarEntry.Type.CHAR_DEVICE;
                    case BLOCK_DEVICE -> TarEntry.Type.BLOCK_DEVICE;
                    case FIFO -> TarEntry.Type.FIFO;
                    case DIRECTORY -> throw new AssertionError("handled above");
                    case SOCKET -> null; // means nothing without the process that listens
                };
        if (type == null) {
            return;
        }
        TarEntry entry = entry(path, type, stat, kept(parent.xattrs(name)));
        switch (type) {
            case FILE -> writeContent(parent, name, entry.withSize(stat.size()));
            case SYMLINK -> write(entry.withLinkTarget(parent.readLink(name)));
            default -> write(entry.withDevice(stat.rdevMajor(), stat.rdevMinor()));
        }
    }

    private void writeContent(Directory parent, String name, TarEntry entry) throws IOException {
        flushUnchanged();
        try (InputStream in = parent.read(name);
                OutputStream out = tar.entry(entry)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        }
    }

    private void write(TarEntry entry) throws IOException {
        flushUnchanged();
        tar.write(entry);
    }

    /** Directories must come before what is in them, changed or not. */
    private void flushUnchanged() throws IOException {
        while (!unchanged.isEmpty()) {
            tar.write(unchanged.removeFirst());
        }
    }

    private TarEntry entry(
            String path, TarEntry.Type type, Stat stat, SortedMap<String, byte[]> xattrs) {
        boolean clamped =
                options.newestSeconds().isPresent()
                        && stat.mtimeSeconds() >= options.newestSeconds().getAsLong();
        return TarEntry.of(path, type, type == TarEntry.Type.SYMLINK ? 0777 : stat.permissions())
                .withOwner(uid(stat), gid(stat))
                .withMtime(
                        clamped ? options.newestSeconds().getAsLong() : stat.mtimeSeconds(),
                        clamped ? 0 : stat.mtimeNanos())
                .withXattrs(xattrs);
    }

    static IOException looksDeleted(String path) {
        return new IOException(
                "'/"
                        + path
                        + "' cannot be part of an image: in layers, names that start with .wh."
                        + " stand for deleted files; rename or remove it");
    }

    private long uid(Stat stat) {
        return oneOwner ? 0 : Integer.toUnsignedLong(stat.uid());
    }

    private long gid(Stat stat) {
        return oneOwner ? 0 : Integer.toUnsignedLong(stat.gid());
    }

    /** When a file was deleted is nobody's business, and would change the digest. */
    private static TarEntry mark(String path) {
        return TarEntry.of(path, TarEntry.Type.FILE, 0600);
    }

    private static boolean sameOwnerAndMode(Stat a, Stat b) {
        return a.mode() == b.mode() && a.uid() == b.uid() && a.gid() == b.gid();
    }

    /** What belongs to the image: capabilities and the attributes that users set. */
    private static SortedMap<String, byte[]> kept(SortedMap<String, byte[]> all) {
        if (all.isEmpty()) {
            return all;
        }
        SortedMap<String, byte[]> kept = new TreeMap<>();
        for (Map.Entry<String, byte[]> xattr : all.entrySet()) {
            String key = xattr.getKey();
            boolean wanted = key.equals("security.capability") || key.startsWith("user.");
            if (wanted && !OverlayMarks.owns(key)) {
                kept.put(key, xattr.getValue());
            }
        }
        return kept;
    }

    private static SortedMap<String, byte[]> none() {
        return FileAttributes.none();
    }

    static boolean equal(SortedMap<String, byte[]> a, SortedMap<String, byte[]> b) {
        if (!a.keySet().equals(b.keySet())) {
            return false;
        }
        for (Map.Entry<String, byte[]> xattr : a.entrySet()) {
            if (!Arrays.equals(xattr.getValue(), b.get(xattr.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
