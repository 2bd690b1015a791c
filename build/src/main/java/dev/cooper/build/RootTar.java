package dev.cooper.build;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.linux.Directory;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes a whole root file system to a tar, in byte order of the names. */
final class RootTar {
    private final TarWriter tar;
    private final OptionalLong clamp;
    private final Map<Inode, String> links = new HashMap<>();

    private record Inode(long device, long number) {}

    /**
     * Writes to a tar.
     *
     * @param clamp no time is later than this, in seconds since 1970
     */
    RootTar(TarWriter tar, OptionalLong clamp) {
        this.tar = tar;
        this.clamp = clamp;
    }

    void write(Directory root) throws IOException {
        directory(root, "");
    }

    private void directory(Directory directory, String prefix) throws IOException {
        for (String name : directory.list()) {
            Stat stat = directory.stat(name);
            if (stat.type() == FileType.SOCKET) {
                continue; // a tar cannot hold one, and a stale one is of no use
            }
            String path = prefix + name;
            entry(directory, name, path, stat);
            if (stat.type() == FileType.DIRECTORY) {
                try (Directory below = directory.openDirectory(name)) {
                    directory(below, path + "/");
                }
            }
        }
    }

    private void entry(Directory directory, String name, String path, Stat stat)
            throws IOException {
        TarEntry entry = header(directory, name, path, stat);
        if (stat.nlink() > 1 && stat.type() != FileType.DIRECTORY) {
            String first = links.putIfAbsent(new Inode(stat.dev(), stat.inode()), path);
            if (first != null) {
                tar.write(
                        TarEntry.hardLink(path, first)
                                .withMode(entry.mode())
                                .withOwner(entry.uid(), entry.gid())
                                .withMtime(entry.mtimeSeconds(), entry.mtimeNanos()));
                return;
            }
        }
        if (stat.type() == FileType.FILE) {
            try (InputStream content = directory.read(name)) {
                tar.write(entry, content);
            }
        } else {
            tar.write(entry);
        }
    }

    private TarEntry header(Directory directory, String name, String path, Stat stat)
            throws IOException {
        long seconds = stat.mtimeSeconds();
        boolean late = clamp.isPresent() && seconds >= clamp.getAsLong();
        return new TarEntry(
                path,
                type(stat.type()),
                stat.permissions(),
                stat.uid(),
                stat.gid(),
                "",
                "",
                stat.type() == FileType.FILE ? stat.size() : 0,
                late ? clamp.getAsLong() : seconds,
                late ? 0 : stat.mtimeNanos(),
                stat.type() == FileType.SYMLINK ? directory.readLink(name) : "",
                stat.rdevMajor(),
                stat.rdevMinor(),
                xattrs(directory, name));
    }

    /** What an image has: no marks of overlayfs, nor of the host's security modules. */
    private static SortedMap<String, byte[]> xattrs(Directory directory, String name)
            throws IOException {
        SortedMap<String, byte[]> kept = new TreeMap<>(directory.xattrs(name));
        kept.keySet()
                .removeIf(key ->
                        key.startsWith("trusted.overlay.")
                                || key.startsWith("user.overlay.")
                                || key.startsWith("system.")
                                || (key.startsWith("security.")
                                        && !key.equals("security.capability")));
        return kept;
    }

    private static TarEntry.Type type(FileType type) {
        return switch (type) {
            case FILE -> TarEntry.Type.FILE;
            case DIRECTORY -> TarEntry.Type.DIRECTORY;
            case SYMLINK -> TarEntry.Type.SYMLINK;
            case CHAR_DEVICE -> TarEntry.Type.CHAR_DEVICE;
            case BLOCK_DEVICE -> TarEntry.Type.BLOCK_DEVICE;
            case FIFO -> TarEntry.Type.FIFO;
            case SOCKET -> throw new IllegalArgumentException("a tar holds no sockets");
        };
    }
}
