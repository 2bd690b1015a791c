package dev.cooper.build.copy;

import dev.cooper.linux.Directory;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Copies trees, and remembers which files had several names. */
final class TreeCopier {
    private final Target target;
    private final Map<FileId, Copied> linked = new HashMap<>();

    private record FileId(long dev, long inode) {}

    /** Where a file with several names went first, and what it is there. */
    private record Copied(String path, long inode) {}

    TreeCopier(Target target) {
        this.target = target;
    }

    /** A directory that is being filled; its attributes are set when it is full. */
    private record Level(
            String path,
            Directory from,
            Directory to,
            @Nullable SelectedEntry entry,
            boolean finish) {}

    /**
     * Copies a tree into a directory that exists.
     *
     * @param base its path, without links
     */
    void copy(Picked.Files files, String base) throws IOException {
        Deque<Level> levels = new ArrayDeque<>();
        try {
            String start = startOf(files);
            levels.push(
                    new Level(
                            "",
                            files.tree().root().resolve(start),
                            target.root().resolve(base),
                            null,
                            false));
            for (SelectedEntry entry : files.entries()) {
                String parent = RootPath.parentOf(entry.target());
                while (!levels.element().path().equals(parent)) {
                    leave(files.tree(), levels);
                }
                Level level = levels.element();
                String path = RootPath.join(base, entry.target());
                if (entry.stat().isDirectory()) {
                    levels.push(enter(level, path, entry));
                } else {
                    copyEntry(files.tree(), level.from(), level.to(), path, entry);
                }
            }
            while (levels.size() > 1) {
                leave(files.tree(), levels);
            }
        } finally {
            levels.forEach(TreeCopier::close);
        }
    }

    /** The directory below which the entries lie: what an entry's path has before its target. */
    private static String startOf(Picked.Files files) {
        if (files.entries().isEmpty()) {
            return "";
        }
        SelectedEntry first = files.entries().getFirst();
        int length = first.path().length() - first.target().length();
        return length == 0 ? "" : first.path().substring(0, length - 1);
    }

    private Level enter(Level level, String path, SelectedEntry entry) throws IOException {
        String name = RootPath.nameOf(entry.target());
        Target.checkName(name);
        Stat there = level.to().statOrNull(name);
        if (there != null && !there.isDirectory()) {
            throw new CopyException(
                    "cannot copy directory \""
                            + entry.path()
                            + "\" onto \"/"
                            + path
                            + "\", which is "
                            + Target.kind(there.type()));
        }
        if (there == null) {
            level.to().mkdir(name, 0700);
        }
        Directory from = level.from().openDirectory(name);
        try {
            // Directories on the way keep what they have; those that were asked for do not.
            boolean finish = there == null || !entry.passage();
            target.touch(path);
            return new Level(entry.target(), from, level.to().openDirectory(name), entry, finish);
        } catch (IOException e) {
            from.close();
            throw e;
        }
    }

    private void leave(SourceTree tree, Deque<Level> levels) throws IOException {
        Level level = levels.pop();
        try {
            SelectedEntry entry = level.entry();
            if (entry != null && level.finish()) {
                Attributes source = attributes(tree, level.from(), ".", entry);
                target.finish(level.to(), ".", target.changed(source));
            }
        } finally {
            close(level);
        }
    }

    private static void close(Level level) {
        level.from().close();
        level.to().close();
    }

    /**
     * Copies one file that is no directory.
     *
     * @param path where it goes, without links, for messages and for later names of the file
     */
    void copyEntry(SourceTree tree, Directory from, Directory to, String path, SelectedEntry entry)
            throws IOException {
        String name = RootPath.nameOf(entry.path());
        String toName = RootPath.nameOf(path);
        Stat stat = entry.stat();
        target.makeRoom(to, toName, path, entry.path());
        if (stat.nlink() > 1 && link(to, toName, stat)) {
            return;
        }
        boolean made =
                switch (stat.type()) {
                    case FILE -> {
                        from.copyFile(name, to, toName, 0600);
                        if (!StatCache.same(stat, from.stat(name))) {
                            throw TreeWalk.changed(entry.path());
                        }
                        yield true;
                    }
                    case SYMLINK -> {
                        to.symlink(entry.linkTarget(), toName);
                        yield true;
                    }
                    case FIFO -> {
                        to.mknod(toName, FileType.FIFO.bits() | 0600, 0, 0);
                        yield true;
                    }
                    case CHAR_DEVICE, BLOCK_DEVICE ->
                            target.makeDevice(
                                    to,
                                    toName,
                                    path,
                                    new Target.Node(
                                            stat.type(), stat.rdevMajor(), stat.rdevMinor()));
                    case DIRECTORY, SOCKET ->
                            throw new IllegalStateException("not a file: " + entry.path());
                };
        if (made) {
            target.finish(to, toName, target.changed(attributes(tree, from, name, entry)));
            if (stat.nlink() > 1) {
                Copied copied = new Copied(path, to.stat(toName).inode());
                linked.put(new FileId(stat.dev(), stat.inode()), copied);
            }
        }
    }

    /** Makes a further name of a file that was copied already; false for its first name. */
    private boolean link(Directory to, String toName, Stat stat) throws IOException {
        Copied first = linked.get(new FileId(stat.dev(), stat.inode()));
        if (first == null) {
            return false;
        }
        try (Directory other = target.root().resolve(RootPath.parentOf(first.path()))) {
            String name = RootPath.nameOf(first.path());
            Stat there = other.statOrNull(name);
            if (there == null || there.inode() != first.inode()) {
                // A later source has put something else there.
                return false;
            }
            to.link(other, name, toName);
            return true;
        }
    }

    private static Attributes attributes(
            SourceTree tree, Directory directory, String name, SelectedEntry entry)
            throws IOException {
        Stat stat = entry.stat();
        return new Attributes(
                stat.type(),
                stat.permissions(),
                tree.uid(stat),
                tree.gid(stat),
                SourceTree.xattrs(directory, name),
                stat.mtimeSeconds(),
                stat.mtimeNanos());
    }
}
