package dev.cooper.store;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/** Copies files with all their attributes; files with several names keep them. */
final class TreeCopy {
    private final Directory root;
    private final FileAttributes attributes;
    private final Map<Long, String> linked = new HashMap<>();

    /**
     * Makes a copier.
     *
     * @param root the root of the copy: names of hard links are found from it
     */
    TreeCopy(Directory root, FileAttributes attributes) {
        this.root = root;
        this.attributes = attributes;
    }

    /**
     * Copies all that a directory holds.
     *
     * @param path of {@code to} below the root of the copy, with a slash at the end or empty
     */
    void copyChildren(MergedDirectory from, Directory to, String path) throws IOException {
        for (MergedFile file : from.list().values()) {
            String name = file.name();
            if (file.stat().isDirectory()) {
                to.mkdir(name, 0700);
                try (MergedDirectory inner = from.openOrNull(name);
                        Directory copy = to.openDirectory(name)) {
                    if (inner != null) {
                        copyChildren(inner, copy, path + name + "/");
                    }
                }
                attributes.apply(to, name, file.stat(), file.xattrs());
            } else {
                copyFile(file.in(), name, file.stat(), to, path);
            }
        }
    }

    /** Copies one file that is no directory; sockets are left out. */
    void copyFile(Directory from, String name, Stat stat, Directory to, String path)
            throws IOException {
        if (stat.nlink() > 1) {
            @Nullable String first = linked.putIfAbsent(stat.inode(), path + name);
            if (first != null) {
                try (Directory parent = root.resolve(LayerUnpacker.parentOf(first))) {
                    to.link(parent, LayerUnpacker.nameOf(first), name);
                }
                return;
            }
        }
        switch (stat.type()) {
            case FILE -> from.copyFile(name, to, name, 0600);
            case SYMLINK -> to.symlink(from.readLink(name), name);
            case CHAR_DEVICE, BLOCK_DEVICE, FIFO ->
                    to.mknod(name, stat.type().bits() | 0600, stat.rdevMajor(), stat.rdevMinor());
            case SOCKET -> {
                return;
            }
            case DIRECTORY -> throw new IllegalArgumentException("a directory: " + name);
        }
        SortedMap<String, byte[]> xattrs = MergedFile.withoutMarks(from.xattrs(name));
        attributes.apply(to, name, stat, xattrs);
    }
}
