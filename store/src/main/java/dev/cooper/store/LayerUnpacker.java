package dev.cooper.store;

import dev.cooper.archive.ArchiveException;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.Whiteouts;
import dev.cooper.linux.Directory;
import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;

/**
 * Applies the entries of one layer's tar to a directory, in the form of an overlay's upper
 * directory: whiteouts become devices 0:0, opaque directories get a mark. Nothing that the entries
 * say can reach a file outside of the directory.
 *
 * <p>What follows from the layers below (attributes of directories without an entry, hard links to
 * files that another layer has) is left to {@link LayerCompletion}.
 */
final class LayerUnpacker implements AutoCloseable {
    private static final String AUFS = ".wh..wh.";

    private final Directory root;
    private final OverlayMarks marks;
    private final LayerParents parents;
    private final FileAttributes attributes;
    private final DirectoryTimes directoryTimes = new DirectoryTimes();
    private final NavigableMap<String, String> missingLinks = new TreeMap<>();
    private final byte[] buffer = new byte[128 * 1024];
    private boolean hasMarks;
    private boolean rootOpaque;
    private boolean rootExplicit;
    private long rootSeconds;
    private int rootNanos;

    LayerUnpacker(Directory root, OverlayMarks marks, boolean ignoreOwnership) throws IOException {
        this.root = root;
        this.marks = marks;
        this.parents = new LayerParents(root, marks);
        this.attributes = new FileAttributes(ignoreOwnership);
    }

    /** Applies one entry. */
    void apply(TarEntry entry, InputStream content) throws IOException {
        if (entry.climbsOut()) {
            throw refused(entry, "its path leads out of the root directory");
        }
        String path = entry.cleanPath();
        if (path.isEmpty()) {
            applyRoot(entry);
            return;
        }
        if (isOfAufs(path)) {
            return;
        }
        String parentPath = parentOf(path);
        if (parentPath.startsWith(Whiteouts.PREFIX) || parentPath.contains("/.wh.")) {
            throw refused(entry, "a deleted name (.wh.) cannot hold files");
        }
        String name = nameOf(path);
        if (Whiteouts.isWhiteout(name)) {
            whiteOut(entry, parentPath, name);
        } else {
            missingLinks.remove(path);
            create(entry, content, path, parents.openOrMake(parentPath), name);
        }
    }

    private void applyRoot(TarEntry entry) throws IOException {
        if (entry.type() != TarEntry.Type.DIRECTORY) {
            throw refused(entry, "the root must be a directory");
        }
        attributes.apply(root, ".", entry);
        rootExplicit = true;
        rootSeconds = entry.mtimeSeconds();
        rootNanos = entry.mtimeNanos();
    }

    /** Metadata of a union file system of old, in the layers of old images. */
    private static boolean isOfAufs(String path) {
        int at = path.startsWith(AUFS) ? 0 : path.indexOf("/" + AUFS);
        if (at < 0) {
            return false;
        }
        return !nameOf(path).equals(Whiteouts.OPAQUE) || parentOf(path).contains(AUFS);
    }

    private void whiteOut(TarEntry entry, String parentPath, String name) throws IOException {
        Directory parent = parents.openOrMake(parentPath);
        hasMarks = true;
        if (name.equals(Whiteouts.OPAQUE)) {
            marks.setOpaque(parent, ".");
            rootOpaque |= parentPath.isEmpty();
            return;
        }
        String hidden = Whiteouts.hidden(name);
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw refused(entry, "it deletes no name");
        }
        Stat there = marks.find(parent, hidden);
        if (there == null) {
            marks.whiteOut(parent, hidden);
        } else if (there.isDirectory()) {
            // A whiteout hides what is below, never what its own layer adds.
            marks.setOpaque(parent, hidden);
        }
    }

    private void create(
            TarEntry entry, InputStream content, String path, Directory parent, String name)
            throws IOException {
        boolean isDirectory = entry.type() == TarEntry.Type.DIRECTORY;
        Stat there = marks.find(parent, name);
        boolean replaces = there != null && !(isDirectory && there.isDirectory());
        if (entry.type() == TarEntry.Type.HARDLINK) {
            link(entry, path, parent, name, there);
            return;
        }
        if (there != null && replaces) {
            remove(path, parent, name, there);
        }
        switch (entry.type()) {
            case DIRECTORY -> {
                if (there == null || replaces) {
                    parent.mkdir(name, 0700);
                }
                if (replaces) {
                    marks.setOpaque(parent, name); // what stood here hid the layers below
                    hasMarks = true;
                }
                parents.implicit().remove(path);
                directoryTimes.add(
                        path, parent.stat(name).inode(), entry.mtimeSeconds(), entry.mtimeNanos());
            }
            case FILE -> write(content, parent, name);
            case SYMLINK -> parent.symlink(entry.linkTarget(), name);
            case FIFO -> parent.mknod(name, FileType.FIFO.bits() | 0600, 0, 0);
            case CHAR_DEVICE, BLOCK_DEVICE -> {
                if (!makeDevice(entry, parent, name)) {
                    return;
                }
            }
            case HARDLINK -> throw new AssertionError("handled above");
        }
        attributes.apply(parent, name, entry);
    }

    private void remove(String path, Directory parent, String name, Stat there) throws IOException {
        if (there.isWhiteout()) {
            marks.clear(parent, name);
            return;
        }
        parent.removeTree(name);
        if (there.isDirectory()) {
            parents.implicit().remove(path);
            String first = path + "/";
            String end = path + "0"; // the character after the slash
            parents.implicit().subSet(first, end).clear();
            missingLinks.subMap(first, end).clear();
            parents.forget();
        } else if (there.isSymlink()) {
            parents.forget();
        }
    }

    private void write(InputStream content, Directory parent, String name) throws IOException {
        try (OutputStream out = parent.create(name, 0600)) {
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                out.write(buffer, 0, n);
            }
        }
    }

    private boolean makeDevice(TarEntry entry, Directory parent, String name) throws IOException {
        FileType type =
                entry.type() == TarEntry.Type.CHAR_DEVICE
                        ? FileType.CHAR_DEVICE
                        : FileType.BLOCK_DEVICE;
        if (type == FileType.CHAR_DEVICE && entry.devMajor() == 0 && entry.devMinor() == 0) {
            throw refused(entry, "the device 0:0 stands for deleted files");
        }
        try {
            parent.mknod(name, type.bits() | 0600, entry.devMajor(), entry.devMinor());
            return true;
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EPERM) {
                throw e;
            }
            attributes.note(SnapshotNote.DEVICES_SKIPPED);
            return false;
        }
    }

    private void link(
            TarEntry entry, String path, Directory parent, String name, @Nullable Stat there)
            throws IOException {
        if (TarEntry.climbsOut(entry.linkTarget())) {
            throw refused(entry, "its target leads out of the root directory");
        }
        String target = TarEntry.clean(entry.linkTarget());
        if (target.equals(path)) {
            return;
        }
        if (target.isEmpty()) {
            throw refused(entry, "a directory cannot have a second name");
        }
        Directory from = parents.openOrNull(parentOf(target));
        Stat stat = from == null ? null : marks.find(from, nameOf(target));
        if (from == null || stat == null) {
            missingLinks.put(path, target);
            return;
        }
        if (stat.isDirectory() || stat.isWhiteout()) {
            throw refused(
                    entry,
                    "its target '"
                            + target
                            + "' is "
                            + (stat.isDirectory() ? "a directory" : "deleted"));
        }
        if (there != null) {
            if (there.inode() == stat.inode()) {
                return;
            }
            if (!there.isFile()) {
                // The removal may close what was opened for the target.
                remove(path, parent, name, there);
                link(entry, path, parents.openOrMake(parentOf(path)), name, null);
                return;
            }
            parent.unlink(name);
        }
        parent.link(from, nameOf(target), name);
    }

    /** Sets the times of directories. Nothing may be applied after it. */
    void finish() throws IOException {
        directoryTimes.apply(parents);
        root.setTimes(".", rootSeconds, rootNanos);
    }

    /** Tells whether only the layers below can say how some files must be. */
    boolean needsParents() {
        return !missingLinks.isEmpty() || !parents.implicit().isEmpty();
    }

    NavigableSet<String> implicitDirectories() {
        return parents.implicit();
    }

    /** Hard links whose target this layer lacks: path to target. */
    NavigableMap<String, String> missingLinks() {
        return missingLinks;
    }

    DirectoryTimes directoryTimes() {
        return directoryTimes;
    }

    OverlayMarks marks() {
        return marks;
    }

    LayerParents parents() {
        return parents;
    }

    FileAttributes attributes() {
        return attributes;
    }

    SnapshotInfo info(String key) {
        return new SnapshotInfo(key, hasMarks, rootOpaque, rootExplicit, attributes.notes());
    }

    static String parentOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static ArchiveException refused(TarEntry entry, String reason) {
        return new ArchiveException("layer entry '" + entry.path() + "' is refused: " + reason);
    }

    @Override
    public void close() {
        parents.close();
    }
}
