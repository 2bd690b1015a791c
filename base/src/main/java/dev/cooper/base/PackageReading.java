package dev.cooper.base;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarReader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads one package file: its control files and, into a spool, the files that it installs. */
final class PackageReading {
    /** Directories whose content lives below /usr since Debian 10. */
    static final Set<String> MERGED =
            Set.of("bin", "sbin", "lib", "lib32", "lib64", "libo32", "libx32");

    private static final int MAX_CONTROL_FILE = 64 << 20;

    /**
     * One file of a tree.
     *
     * @param entry its attributes, with its path in the tree
     * @param start where its content is in the spool
     * @param owner the package it is from, null for what was made here
     */
    record Node(TarEntry entry, long start, @Nullable DebPackage owner) {}

    /**
     * What was read.
     *
     * @param unpacked the package
     * @param nodes its files in the order of the package
     * @param newest the newest time of modification, in seconds since 1970
     */
    record Result(UnpackedPackage unpacked, List<Node> nodes, long newest) {}

    private final DebPackage origin;
    private final DebFile file;
    private final Spool spool;
    private final Predicate<TarEntry> kept;
    private final List<String> paths = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Node> byPath = new HashMap<>();
    private long newest;

    private PackageReading(DebPackage origin, Path deb, Spool spool, Predicate<TarEntry> kept) {
        this.origin = origin;
        this.file = new DebFile(deb, origin.toString());
        this.spool = spool;
        this.kept = kept;
    }

    /**
     * Reads a package.
     *
     * @param origin what the index says of it
     * @param deb the file
     * @param spool takes the contents
     * @param kept which files are taken
     */
    static Result read(DebPackage origin, Path deb, Spool spool, Predicate<TarEntry> kept)
            throws IOException {
        PackageReading reading = new PackageReading(origin, deb, spool, kept);
        SortedMap<String, byte[]> control = reading.control();
        reading.data();
        return new Result(
                new UnpackedPackage(origin, control, reading.paths), reading.nodes, reading.newest);
    }

    private SortedMap<String, byte[]> control() throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (TarReader tar = file.control()) {
            TarEntry entry;
            while ((entry = tar.next()) != null) {
                if (entry.type() == TarEntry.Type.FILE && entry.size() <= MAX_CONTROL_FILE) {
                    files.put(entry.cleanPath(), tar.content().readAllBytes());
                    newest = Math.max(newest, entry.mtimeSeconds());
                }
            }
        }
        return files;
    }

    private void data() throws IOException {
        try (TarReader tar = file.data()) {
            TarEntry entry;
            while ((entry = tar.next()) != null) {
                String clean = entry.cleanPath();
                if (entry.climbsOut()) {
                    throw new IOException(
                            "damaged package " + origin + ": it has the path " + entry.path());
                }
                paths.add(clean.isEmpty() ? "/." : "/" + clean);
                newest = Math.max(newest, entry.mtimeSeconds());
                if (!clean.isEmpty()) {
                    add(entry.withPath(clean).withOwner(entry.uid(), entry.gid()), tar);
                }
            }
        }
    }

    private void add(TarEntry entry, TarReader tar) throws IOException {
        TarEntry placed = entry.withPath(placed(entry));
        if (!kept.test(placed)) {
            return;
        }
        Node node =
                switch (placed.type()) {
                    case FILE ->
                            new Node(placed, spool.append(tar.content(), placed.size()), origin);
                    case HARDLINK -> linked(placed);
                    case DIRECTORY, SYMLINK, CHAR_DEVICE, BLOCK_DEVICE, FIFO ->
                            new Node(placed, 0, origin);
                };
        byPath.put(placed.path(), node);
        nodes.add(node);
    }

    private Node linked(TarEntry link) throws IOException {
        String target = placed(TarEntry.file(TarEntry.clean(link.linkTarget()), 0));
        Node first = byPath.get(target);
        if (first == null) {
            throw new IOException(
                    "damaged package " + origin + ": no file for the link " + link.path());
        }
        return new Node(first.entry.withPath(link.path()), first.start, origin);
    }

    /** Where a file goes: what packages still put into /bin is in /usr/bin. */
    private static String placed(TarEntry entry) {
        String path = entry.path();
        int slash = path.indexOf('/');
        String first = slash < 0 ? path : path.substring(0, slash);
        boolean moved =
                MERGED.contains(first) && (slash >= 0 || entry.type() == TarEntry.Type.DIRECTORY);
        return moved ? "usr/" + path : path;
    }
}
