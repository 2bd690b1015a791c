package dev.cooper.base;

import dev.cooper.archive.TarEntry;
import dev.cooper.oci.FileName;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * The files of several packages as one tree, in the order of their paths. The directories that the
 * merged /usr replaces (bin, sbin, lib, …) become links. Nothing is executed.
 */
final class PackageTree implements AutoCloseable {
    /** Receives the files of a tree, parents first. */
    interface Target {
        /**
         * Takes one file.
         *
         * @param entry its attributes; the path has no slash in front
         * @param content writes its bytes; nothing for what is no regular file
         */
        void take(TarEntry entry, Content content) throws IOException;
    }

    /** The bytes of one file. */
    interface Content {
        /** Writes all bytes. */
        void copyTo(OutputStream to) throws IOException;
    }

    private final Spool spool;
    private final Predicate<TarEntry> kept;
    private final SortedMap<String, PackageReading.Node> nodes = new TreeMap<>(FileName.BYTE_ORDER);
    private final List<UnpackedPackage> packages = new ArrayList<>();
    private long newest;

    /**
     * Makes an empty tree.
     *
     * @param temporary a directory with room for the files
     * @param kept which files of the packages are taken
     */
    PackageTree(Path temporary, Predicate<TarEntry> kept) throws IOException {
        this.spool = new Spool(temporary);
        this.kept = kept;
    }

    /**
     * Adds the files of packages. Of what two packages have, directories excepted, one must say
     * that it replaces the other's.
     *
     * @param origins the packages, in the order that decides between directories
     * @param debs their files
     */
    void addAll(List<DebPackage> origins, Map<DebPackage, Path> debs)
            throws IOException, InterruptedException {
        List<Callable<PackageReading.Result>> readings = new ArrayList<>();
        for (DebPackage origin : origins) {
            Path deb = debs.get(origin);
            if (deb == null) {
                throw new IllegalStateException("no file for " + origin);
            }
            readings.add(() -> PackageReading.read(origin, deb, spool, kept));
        }
        int processors = Runtime.getRuntime().availableProcessors();
        for (PackageReading.Result result : Parallel.all(readings, processors)) {
            packages.add(result.unpacked());
            newest = Math.max(newest, result.newest());
            for (PackageReading.Node node : result.nodes()) {
                put(node);
            }
        }
    }

    private void put(PackageReading.Node added) throws IOException {
        String path = added.entry().path();
        PackageReading.Node present = nodes.get(path);
        if (present == null) {
            nodes.put(path, added);
            return;
        }
        boolean directory = added.entry().type() == TarEntry.Type.DIRECTORY;
        boolean link = added.entry().type() == TarEntry.Type.SYMLINK;
        boolean ontoDirectory = present.entry().type() == TarEntry.Type.DIRECTORY;
        boolean ontoLink = present.entry().type() == TarEntry.Type.SYMLINK;
        // As dpkg: a directory that is there, or a link in its place, stays.
        if (((directory || link) && ontoDirectory) || (directory && ontoLink)) {
            return;
        }
        DebPackage owner = present.owner();
        DebPackage newcomer = added.owner();
        if (owner == null || newcomer == null || replaces(newcomer, owner)) {
            nodes.put(path, added);
        } else if (!replaces(owner, newcomer) && !owner.equals(newcomer)) {
            throw new SyntaxException(
                    "both " + owner + " and " + newcomer + " have the file /" + path);
        }
    }

    private static boolean replaces(DebPackage newcomer, DebPackage owner) {
        for (Relation relation : Relation.parseAll(newcomer.replaces())) {
            for (Relation.Alternative alternative : relation.alternatives()) {
                if (owner.satisfies(alternative)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Puts a file into the tree, in the place of one of a package. */
    void put(TarEntry entry, byte[] content) throws IOException {
        long start = spool.append(new ByteArrayInputStream(content), content.length);
        nodes.put(
                entry.path(), new PackageReading.Node(entry.withSize(content.length), start, null));
    }

    /** Puts a directory, a link or a device into the tree, in the place of one of a package. */
    void put(TarEntry entry) {
        nodes.put(entry.path(), new PackageReading.Node(entry, 0, null));
    }

    /** Returns whether there is a file of any kind at a path. */
    boolean has(String path) {
        return nodes.containsKey(path);
    }

    /** Returns the entry at a path, or null. */
    @Nullable TarEntry entry(String path) {
        PackageReading.Node node = nodes.get(path);
        return node == null ? null : node.entry();
    }

    /** Returns the content of a file; null when there is no file at the path. */
    byte @Nullable [] read(String path) throws IOException {
        PackageReading.Node node = nodes.get(path);
        if (node == null || node.entry().type() != TarEntry.Type.FILE) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        spool.copy(node.start(), node.entry().size(), bytes);
        return bytes.toByteArray();
    }

    /** Returns the paths of the regular files below a directory, in order. */
    List<String> filesBelow(String directory) {
        List<String> paths = new ArrayList<>();
        for (Map.Entry<String, PackageReading.Node> entry :
                nodes.subMap(directory + "/", directory + "0").entrySet()) {
            if (entry.getValue().entry().type() == TarEntry.Type.FILE) {
                paths.add(entry.getKey());
            }
        }
        return paths;
    }

    /** Returns the packages in the order in which they were added. */
    List<UnpackedPackage> packages() {
        return List.copyOf(packages);
    }

    /** Returns the newest time of modification in the packages, in seconds since 1970. */
    long newest() {
        return newest;
    }

    /**
     * Makes the tree whole: the links of the merged /usr, and every directory that a file lies in.
     *
     * @param seconds the time of modification of what is made here
     */
    void complete(long seconds) throws IOException {
        for (String name : PackageReading.MERGED) {
            boolean always = name.equals("bin") || name.equals("sbin") || name.equals("lib");
            if (!nodes.containsKey(name) && (always || nodes.containsKey("usr/" + name))) {
                put(TarEntry.symlink(name, "usr/" + name).withMtime(seconds, 0));
            }
        }
        for (String name : List.of("bin", "sbin", "lib")) {
            if (!nodes.containsKey("usr/" + name)) {
                put(TarEntry.directory("usr/" + name).withMtime(seconds, 0));
            }
        }
        for (String path : List.copyOf(nodes.keySet())) {
            completeParents(path, seconds);
        }
    }

    private void completeParents(String path, long seconds) throws IOException {
        int slash = path.lastIndexOf('/');
        while (slash > 0) {
            String parent = path.substring(0, slash);
            PackageReading.Node node = nodes.get(parent);
            if (node == null) {
                put(TarEntry.directory(parent).withMtime(seconds, 0));
            } else if (node.entry().type() != TarEntry.Type.DIRECTORY) {
                throw new IOException(
                        "the packages have /" + path + ", but /" + parent + " is no directory");
            }
            slash = path.lastIndexOf('/', slash - 1);
        }
    }

    /** Hands every file to a target. Files with one content become hard links to the first. */
    void writeTo(Target target) throws IOException {
        Map<Long, String> written = new HashMap<>();
        for (PackageReading.Node node : nodes.values()) {
            TarEntry entry = node.entry();
            if (entry.type() != TarEntry.Type.FILE || entry.size() == 0) {
                target.take(entry, to -> {});
                continue;
            }
            String first = written.putIfAbsent(node.start(), entry.path());
            if (first == null) {
                target.take(entry, to -> spool.copy(node.start(), entry.size(), to));
            } else {
                target.take(
                        TarEntry.hardLink(entry.path(), first)
                                .withMode(entry.mode())
                                .withOwner(entry.uid(), entry.gid())
                                .withMtime(entry.mtimeSeconds(), entry.mtimeNanos()),
                        to -> {});
            }
        }
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
