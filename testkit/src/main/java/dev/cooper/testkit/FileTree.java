package dev.cooper.testkit;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a file system holds, for comparison: path to node. Read from tars with a reader that is not
 * Cooper's own, so that a mistake there cannot hide itself. Paths have no leading slash; the root
 * is {@code "."}.
 */
public final class FileTree {
    private final TreeMap<String, Inode> inodes = new TreeMap<>();

    /** One file behind one or more names; identity tells hard links apart from equal files. */
    private record Inode(FileNode node, Object identity) {}

    /** An empty tree. */
    public FileTree() {}

    /** The tree of a plain tar: whiteout names are ordinary names. */
    public static FileTree ofTar(InputStream tar) throws IOException {
        FileTree tree = new FileTree();
        tree.read(tar, false);
        return tree;
    }

    /** The tree of a directory as GNU tar sees it: owners, modes, xattrs, hard links and times. */
    public static FileTree ofDirectory(Path directory) throws IOException, InterruptedException {
        Process tar =
                new ProcessBuilder(
                                Peers.require("tar").toString(),
                                "--create",
                                "--format=posix",
                                "--numeric-owner",
                                "--xattrs",
                                "--xattrs-include=*",
                                "--sort=name",
                                "--directory=" + directory,
                                ".")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        FileTree tree;
        try (InputStream out = tar.getInputStream()) {
            tree = ofTar(out);
            out.transferTo(OutputStream.nullOutputStream());
        }
        if (tar.waitFor() != 0) {
            throw new IOException("tar of " + directory + ": exit code " + tar.exitValue());
        }
        return tree;
    }

    /** Applies one uncompressed layer on top: its entries and its whiteouts. */
    public void apply(InputStream layer) throws IOException {
        read(layer, true);
    }

    /** Every path with its node, in path order; hard links name the first path of their file. */
    public SortedMap<String, FileNode> nodes() {
        IdentityHashMap<Object, String> first = new IdentityHashMap<>();
        IdentityHashMap<Object, Integer> count = new IdentityHashMap<>();
        inodes.forEach((path, inode) -> {
            first.putIfAbsent(inode.identity(), path);
            count.merge(inode.identity(), 1, Integer::sum);
        });
        SortedMap<String, FileNode> nodes = new TreeMap<>();
        inodes.forEach((path, inode) -> {
            boolean shared = count.getOrDefault(inode.identity(), 1) > 1;
            FileNode node = inode.node();
            String group = shared ? first.getOrDefault(inode.identity(), "") : "";
            nodes.put(path, node.withHardLinkGroup(group));
        });
        return nodes;
    }

    /** Every node as one line, for listings kept in files. Times are not in it. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        nodes().forEach((path, node) -> lines.add(node.line(path)));
        return lines;
    }

    /** Removes what a comparison must not look at: these paths and all below them. */
    public FileTree without(Collection<String> paths) {
        FileTree tree = new FileTree();
        inodes.forEach((path, inode) -> {
            if (paths.stream().noneMatch(p -> path.equals(p) || path.startsWith(p + "/"))) {
                tree.inodes.put(path, inode);
            }
        });
        return tree;
    }

    /**
     * Names every difference in one line: {@code path: field: left, right}.
     *
     * @param timesBefore modification times are compared for files and links where one of both is
     *     older than this (seconds since 1970); newer ones come from the run of the tests
     */
    public static List<String> differences(FileTree left, FileTree right, long timesBefore) {
        SortedMap<String, FileNode> lefts = left.nodes();
        SortedMap<String, FileNode> rights = right.nodes();
        Set<String> paths = new TreeSet<>(lefts.keySet());
        paths.addAll(rights.keySet());
        List<String> differences = new ArrayList<>();
        for (String path : paths) {
            FileNode l = lefts.get(path);
            FileNode r = rights.get(path);
            if (l == null || r == null) {
                differences.add(path + ": exists: " + (l != null) + ", " + (r != null));
            } else {
                l.differences(r, timesBefore).forEach(d -> differences.add(path + ": " + d));
            }
        }
        return differences;
    }

    private void read(InputStream tar, boolean whiteouts) throws IOException {
        TarArchiveInputStream in = new TarArchiveInputStream(tar, "UTF-8");
        Set<String> added = new HashSet<>();
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            String path = normalize(entry.getName());
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (whiteouts && name.startsWith(".wh.")) {
                whiteOut(path.substring(0, path.length() - name.length()), name, added);
            } else {
                put(path, entry, in);
                added.add(path);
            }
        }
    }

    private void whiteOut(String parent, String name, Set<String> added) {
        if (name.equals(".wh..wh..opq")) {
            inodes.keySet().removeIf(p -> p.startsWith(parent) && !added.contains(p));
        } else {
            String target = parent + name.substring(".wh.".length());
            inodes.keySet()
                    .removeIf(p ->
                            (p.equals(target) || p.startsWith(target + "/")) && !added.contains(p));
        }
    }

    private void put(String path, TarArchiveEntry entry, InputStream content) throws IOException {
        if (entry.isLink()) {
            Inode target = inodes.get(normalize(entry.getLinkName()));
            if (target == null) {
                throw new IOException(path + ": hard link to missing " + entry.getLinkName());
            }
            removeBelow(path);
            inodes.put(path, target);
            return;
        }
        FileNode node = FileNode.of(entry, entry.isFile() ? digest(content) : "");
        if (node.type() != 'd') {
            removeBelow(path);
        }
        inodes.put(path, new Inode(node, new Object()));
    }

    private void removeBelow(String path) {
        inodes.subMap(path + "/", path + "0").clear();
    }

    private static String normalize(String name) {
        String path = name;
        while (path.startsWith("./") || path.startsWith("/")) {
            path = path.substring(path.indexOf('/') + 1);
        }
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return path.isEmpty() ? "." : path;
    }

    private static String digest(InputStream content) throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[65536];
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                sha256.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hex of a string's UTF-8 bytes. */
    static String hex(String value) {
        return HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8));
    }
}
