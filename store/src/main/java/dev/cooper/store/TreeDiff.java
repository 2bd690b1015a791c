package dev.cooper.store;

import dev.cooper.archive.Whiteouts;
import dev.cooper.linux.Directory;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what has changed in a copied tree and puts it into a layer, as an overlay would have done.
 * A file whose ctime is not later than the copy is unchanged, whatever else is equal: programs can
 * set back the mtime but not the ctime. The others are compared by attributes and content.
 */
final class TreeDiff {
    private final CopiedTree tree;
    private final Directory upperRoot;
    private final OverlayMarks marks;
    private final FileAttributes attributes;
    private final TreeCopy copy;

    /** Files with several names that are as before, by path; and those of which a name is not. */
    private final Map<String, Long> linkedUnchanged = new LinkedHashMap<>();

    private final Set<Long> linkedChanged = new HashSet<>();

    TreeDiff(CopiedTree tree, Directory upperRoot, OverlayMarks marks, FileAttributes attributes) {
        this.tree = tree;
        this.upperRoot = upperRoot;
        this.marks = marks;
        this.attributes = attributes;
        this.copy = new TreeCopy(upperRoot, attributes);
    }

    void run(Directory root, MergedDirectory below) throws IOException {
        try (Upper upper = new Upper(null, root, "", upperRoot)) {
            compare(root, below, upper, "");
        }
        for (Map.Entry<String, Long> file : linkedUnchanged.entrySet()) {
            if (linkedChanged.contains(file.getValue())) {
                addOtherName(root, file.getKey());
            }
        }
        Stat stat = root.stat(".");
        attributes.apply(upperRoot, ".", stat, MergedFile.withoutMarks(root.xattrs(".")));
    }

    private void compare(Directory now, @Nullable MergedDirectory below, Upper upper, String path)
            throws IOException {
        Map<String, MergedFile> before = below == null ? new HashMap<>() : below.list();
        Set<String> names = new HashSet<>();
        for (String name : now.list()) {
            names.add(name);
            if (marks == OverlayMarks.FILES && Whiteouts.isWhiteout(name)) {
                throw LayerDump.looksDeleted(path + name);
            }
            Stat stat = now.stat(name);
            MergedFile old = before.get(name);
            if (stat.isDirectory()) {
                compareDirectory(now, name, stat, old, below, upper, path);
            } else if (old == null || changed(now, name, stat, old)) {
                if (stat.type() != FileType.SOCKET) {
                    copy.copyFile(now, name, stat, upper.open(), path);
                    linkedChanged.add(stat.inode());
                }
            } else if (stat.nlink() > 1 && !tree.isOlder(stat)) {
                linkedUnchanged.put(path + name, stat.inode());
            }
        }
        for (String name : before.keySet()) {
            if (!names.contains(name)) {
                marks.whiteOut(upper.open(), name);
            }
        }
    }

    private void compareDirectory(
            Directory parent,
            String name,
            Stat stat,
            @Nullable MergedFile old,
            @Nullable MergedDirectory belowParent,
            Upper upperParent,
            String path)
            throws IOException {
        boolean merges = old != null && old.stat().isDirectory() && belowParent != null;
        try (Directory now = parent.openDirectory(name);
                MergedDirectory below =
                        merges && belowParent != null ? belowParent.openOrNull(name) : null;
                Upper upper = new Upper(upperParent, now, name, null)) {
            if (old == null
                    || below == null
                    || (!tree.isOlder(stat) && !sameAttributes(parent, name, stat, old))) {
                upper.open();
            }
            compare(now, below, upper, path + name + "/");
        }
    }

    /** A file that got a new name goes into the layer with all its names, to stay one file. */
    private void addOtherName(Directory root, String path) throws IOException {
        String parentPath = LayerUnpacker.parentOf(path);
        String name = LayerUnpacker.nameOf(path);
        List<Upper> way = new ArrayList<>();
        List<Directory> opened = new ArrayList<>();
        Upper upper = new Upper(null, root, "", upperRoot);
        way.add(upper);
        try {
            Directory now = root;
            for (String component : parentPath.isEmpty() ? new String[0] : parentPath.split("/")) {
                now = now.openDirectory(component);
                opened.add(now);
                upper = new Upper(upper, now, component, null);
                way.add(upper);
            }
            String prefix = parentPath.isEmpty() ? "" : parentPath + "/";
            copy.copyFile(now, name, now.stat(name), upper.open(), prefix);
        } finally {
            for (Upper directory : way.reversed()) {
                directory.close();
            }
            for (Directory directory : opened) {
                directory.close();
            }
        }
    }

    private boolean changed(Directory now, String name, Stat stat, MergedFile old)
            throws IOException {
        if (stat.type() != old.stat().type()) {
            return true;
        }
        if (tree.isOlder(stat)) {
            return false;
        }
        return !sameAttributes(now, name, stat, old) || !sameContent(now, name, stat, old);
    }

    private static boolean sameAttributes(Directory in, String name, Stat stat, MergedFile old)
            throws IOException {
        Stat before = old.stat();
        return stat.mode() == before.mode()
                && stat.uid() == before.uid()
                && stat.gid() == before.gid()
                && stat.mtimeSeconds() == before.mtimeSeconds()
                && stat.mtimeNanos() == before.mtimeNanos()
                && LayerDump.equal(MergedFile.withoutMarks(in.xattrs(name)), old.xattrs());
    }

    private static boolean sameContent(Directory in, String name, Stat stat, MergedFile old)
            throws IOException {
        Stat before = old.stat();
        return switch (stat.type()) {
            case FILE -> stat.size() == before.size() && sameBytes(in, name, old);
            case SYMLINK -> in.readLink(name).equals(old.in().readLink(old.name()));
            default ->
                    stat.rdevMajor() == before.rdevMajor()
                            && stat.rdevMinor() == before.rdevMinor();
        };
    }

    private static boolean sameBytes(Directory in, String name, MergedFile old) throws IOException {
        byte[] a = new byte[64 * 1024];
        byte[] b = new byte[64 * 1024];
        try (InputStream left = in.read(name);
                InputStream right = old.in().read(old.name())) {
            while (true) {
                int n = left.readNBytes(a, 0, a.length);
                int m = right.readNBytes(b, 0, b.length);
                if (n != m || !Arrays.equals(a, 0, n, b, 0, m)) {
                    return false;
                }
                if (n == 0) {
                    return true;
                }
            }
        }
    }

    /** A directory of the layer that is made when the first thing in it has changed. */
    private final class Upper implements AutoCloseable {
        private final @Nullable Upper parent;
        private final Directory now;
        private final String name;
        private final boolean borrowed;
        private @Nullable Directory made;

        Upper(@Nullable Upper parent, Directory now, String name, @Nullable Directory made) {
            this.parent = parent;
            this.now = now;
            this.name = name;
            this.made = made;
            this.borrowed = made != null;
        }

        Directory open() throws IOException {
            Directory directory = made;
            if (directory == null) {
                if (parent == null) {
                    throw new AssertionError("the root is always there");
                }
                Directory in = parent.open();
                if (in.statOrNull(name) == null) {
                    in.mkdir(name, 0700);
                }
                directory = in.openDirectory(name);
                made = directory;
            }
            return directory;
        }

        /** Sets the attributes last: files put into a directory change its time. */
        @Override
        public void close() throws IOException {
            Directory directory = made;
            if (directory != null && !borrowed) {
                try (directory) {
                    Stat stat = now.stat(".");
                    attributes.apply(
                            directory, ".", stat, MergedFile.withoutMarks(now.xattrs(".")));
                }
            }
        }
    }
}
