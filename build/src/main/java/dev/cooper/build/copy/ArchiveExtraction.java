package dev.cooper.build.copy;

import dev.cooper.archive.ArchiveException;
import dev.cooper.archive.BoundedInputStream;
import dev.cooper.archive.Compression;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.linux.Directory;
import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Extracts a tar below a directory of the target, as ADD does. Names and hard links that climb out
 * of the archive are refused; links that the archive or the image holds lead wherever they lead
 * inside the root, and never out of it.
 */
final class ArchiveExtraction {
    /** gzip packs zeros 1,030 to 1; disk images with data stay well below this. */
    private static final int MAX_RATIO = 500;

    private final Target target;
    private final String base;
    private final Map<String, Attributes> directories = new LinkedHashMap<>();
    private String label = "";
    private @Nullable Directory parent;
    private String parentAsNamed = "";
    private String parentPath = "";

    /**
     * Prepares an extraction.
     *
     * @param base a directory of the target that exists, without links
     */
    ArchiveExtraction(Target target, String base) {
        this.target = target;
        this.base = base;
    }

    /** Whether a file is a tar with at least one entry, compressed or not. */
    static boolean isArchive(Directory directory, String name) throws IOException {
        try (InputStream in = directory.read(name)) {
            return TarReader.startsTar(Compression.decompressAny(in).readNBytes(512));
        } catch (ArchiveException e) {
            return false;
        }
    }

    /**
     * Extracts a file that {@link #isArchive}.
     *
     * @param name how messages call the archive
     */
    void extract(Directory directory, String fileName, String name) throws IOException {
        label = name;
        try (InputStream in = directory.read(fileName);
                TarReader reader =
                        new TarReader(
                                BoundedInputStream.decompressing(
                                        in, Long.MAX_VALUE, MAX_RATIO, "archive \"" + name + "\""),
                                TarLimits.DEFAULT)) {
            for (TarEntry e = reader.next(); e != null; e = reader.next()) {
                entry(e, reader);
            }
            for (Map.Entry<String, Attributes> made : directories.entrySet()) {
                settle(made.getKey(), made.getValue());
            }
        } catch (ArchiveException e) {
            throw new CopyException("extracting \"" + name + "\": " + e.getMessage());
        } finally {
            closeParent();
        }
    }

    private void entry(TarEntry entry, TarReader reader) throws IOException {
        if (entry.climbsOut()) {
            throw refused(entry, "leads out of the archive");
        }
        String path = entry.cleanPath();
        if (path.isEmpty()) {
            // The archive's root is not the destination: that one keeps its mode and owner.
            return;
        }
        Directory to = enterParent(RootPath.parentOf(path));
        String name = RootPath.nameOf(path);
        Target.checkName(name);
        String full = RootPath.join(parentPath, name);
        switch (entry.type()) {
            case DIRECTORY -> directory(to, name, full, entry);
            case FILE -> {
                makeRoom(to, name, full, entry);
                try (OutputStream out = to.create(name, 0600)) {
                    reader.content().transferTo(out);
                }
                target.finish(to, name, attributes(entry, FileType.FILE));
            }
            case SYMLINK -> {
                makeRoom(to, name, full, entry);
                to.symlink(entry.linkTarget(), name);
                target.finish(to, name, attributes(entry, FileType.SYMLINK));
            }
            case HARDLINK -> hardLink(to, name, full, entry);
            case FIFO -> special(to, name, full, entry, FileType.FIFO);
            case CHAR_DEVICE -> special(to, name, full, entry, FileType.CHAR_DEVICE);
            case BLOCK_DEVICE -> special(to, name, full, entry, FileType.BLOCK_DEVICE);
        }
    }

    /** Most entries share their parent with the one before, which then is open already. */
    private Directory enterParent(String named) throws IOException {
        Directory open = parent;
        if (open != null && named.equals(parentAsNamed)) {
            return open;
        }
        closeParent();
        for (String component : RootPath.components(named)) {
            Target.checkName(component);
        }
        String path = target.ensureDirectory(RootPath.join(base, named));
        Directory opened = target.root().resolve(path);
        parent = opened;
        parentAsNamed = named;
        parentPath = path;
        return opened;
    }

    private void closeParent() {
        Directory open = parent;
        if (open != null) {
            open.close();
            parent = null;
        }
    }

    private void directory(Directory to, String name, String full, TarEntry entry)
            throws IOException {
        Stat there = to.statOrNull(name);
        if (there != null && there.isSymlink() && leadsToDirectory(full)) {
            // Images link /lib to usr/lib: an archive with lib/ must not cut that in two.
            return;
        }
        if (there != null && !there.isDirectory()) {
            to.unlink(name);
            there = null;
        }
        if (there == null) {
            to.mkdir(name, 0700);
        }
        Attributes attributes = attributes(entry, FileType.DIRECTORY);
        target.finish(to, name, attributes);
        directories.put(full, attributes);
    }

    private boolean leadsToDirectory(String path) throws IOException {
        return RootPath.follow(target.root(), path).isDirectory();
    }

    private void hardLink(Directory to, String name, String full, TarEntry entry)
            throws IOException {
        if (TarEntry.climbsOut(entry.linkTarget())) {
            throw refused(entry, "links to \"" + entry.linkTarget() + "\" outside the archive");
        }
        String named = RootPath.join(base, TarEntry.clean(entry.linkTarget()));
        RootPath old = RootPath.followParents(target.root(), named);
        if (old.stat() == null || old.isDirectory()) {
            String what = old.stat() == null ? "is not there" : "is a directory";
            throw refused(entry, "links to \"" + entry.linkTarget() + "\", which " + what);
        }
        if (old.path().equals(full)) {
            return;
        }
        makeRoom(to, name, full, entry);
        try (Directory from = target.root().resolve(old.parent())) {
            to.link(from, old.name(), name);
        }
    }

    private void special(Directory to, String name, String full, TarEntry entry, FileType type)
            throws IOException {
        makeRoom(to, name, full, entry);
        boolean made = true;
        if (type == FileType.FIFO) {
            to.mknod(name, FileType.FIFO.bits() | 0600, 0, 0);
        } else {
            Target.Node node = new Target.Node(type, entry.devMajor(), entry.devMinor());
            made = target.makeDevice(to, name, full, node);
        }
        if (made) {
            target.finish(to, name, attributes(entry, type));
        }
    }

    private void makeRoom(Directory to, String name, String full, TarEntry entry)
            throws IOException {
        Stat there = to.statOrNull(name);
        if (there != null && there.isDirectory()) {
            throw refused(entry, "would replace the directory \"/" + full + "\"");
        }
        if (there != null) {
            to.unlink(name);
        }
    }

    private Attributes attributes(TarEntry entry, FileType type) throws CopyException {
        SortedMap<String, byte[]> xattrs = entry.xattrs();
        if (!xattrs.isEmpty()) {
            xattrs = new TreeMap<>(xattrs);
            xattrs.keySet().removeIf(key -> !SourceTree.isKept(key));
        }
        return target.changed(
                new Attributes(
                        type,
                        entry.mode(),
                        id(entry, entry.uid()),
                        id(entry, entry.gid()),
                        xattrs,
                        entry.mtimeSeconds(),
                        entry.mtimeNanos()));
    }

    private int id(TarEntry entry, long id) throws CopyException {
        if (id < 0 || id >= 0xffff_ffffL) {
            throw refused(entry, "has an owner out of range: " + id);
        }
        return (int) id;
    }

    /** Sets the time of a directory, which filling it has changed, if it is one still. */
    private void settle(String path, Attributes attributes) throws IOException {
        try (Directory above = target.root().resolve(RootPath.parentOf(path))) {
            Stat there = above.statOrNull(RootPath.nameOf(path));
            if (there != null && there.isDirectory()) {
                above.setTimes(
                        RootPath.nameOf(path), attributes.mtimeSeconds(), attributes.mtimeNanos());
            }
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
                throw e;
            }
        }
    }

    private CopyException refused(TarEntry entry, String why) {
        return new CopyException(
                "extracting \"" + label + "\": entry \"" + entry.path() + "\" " + why);
    }
}
