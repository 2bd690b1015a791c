package dev.cooper.store.archive;

import dev.cooper.archive.ArchiveException;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * What the layers read so far, the top one first, leave of the layers below them. Only what a layer
 * above said counts: a layer never hides its own files.
 */
final class FlatNames {
    private static final int MAX_NAMES = 10_000_000;

    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, Integer> opaque = new HashMap<>();
    private int layer;

    /** What a name is. */
    private enum Kind {
        /** Anything but a directory. */
        FILE,
        /** A directory whose attributes are known. */
        DIRECTORY,
        /** A directory whose attributes a layer below has. */
        IMPLICIT,
        /** Deleted. */
        DELETED;

        boolean isDirectory() {
            return this == DIRECTORY || this == IMPLICIT;
        }
    }

    private record Node(Kind kind, int layer) {}

    /** Starts with a layer, which lies below those before it. */
    void below() {
        layer++;
    }

    private @Nullable Node above(String path) {
        Node node = nodes.get(path);
        return node == null || node.layer() == layer ? null : node;
    }

    private boolean isOpaque(String path) {
        Integer at = opaque.get(path);
        return at != null && at < layer;
    }

    private boolean isBelowHidden(String path) {
        for (String above = parent(path); above != null; above = parent(above)) {
            Node node = above(above);
            if (isOpaque(above) || (node != null && !node.kind().isDirectory())) {
                return true;
            }
        }
        return isOpaque("");
    }

    /** Takes a directory and tells whether its attributes count. */
    boolean takeDirectory(String path) throws ArchiveException {
        if (isBelowHidden(path)) {
            return false;
        }
        Node known = above(path);
        if (known != null && known.kind() != Kind.IMPLICIT) {
            return false;
        }
        put(path, Kind.DIRECTORY);
        return true;
    }

    /** Takes anything else and tells whether it can be seen. */
    boolean takeFile(String path) throws ArchiveException {
        if (isBelowHidden(path)) {
            return false;
        }
        Node known = above(path);
        if (known != null) {
            if (known.kind().isDirectory()) {
                opaque.putIfAbsent(path, layer);
            }
            return false;
        }
        put(path, Kind.FILE);
        return true;
    }

    /** Tells whether this layer shows a file of that name. */
    boolean showsFile(String path) {
        Node node = nodes.get(path);
        return node != null && node.kind() == Kind.FILE && node.layer() == layer;
    }

    /** A name of the layers below is deleted. */
    void delete(String path) throws ArchiveException {
        if (isBelowHidden(path)) {
            return;
        }
        Node known = nodes.get(path);
        if (known == null) {
            put(path, Kind.DELETED);
        } else if (known.kind().isDirectory()) {
            opaque.putIfAbsent(path, layer);
        }
    }

    /** Nothing of what the layers below have in a directory is left. */
    void makeOpaque(String path) throws ArchiveException {
        if (isBelowHidden(path)) {
            return;
        }
        opaque.putIfAbsent(path, layer);
        if (!path.isEmpty() && !nodes.containsKey(path)) {
            put(path, Kind.IMPLICIT);
        }
    }

    private void put(String path, Kind kind) throws ArchiveException {
        nodes.put(path, new Node(kind, layer));
        for (String above = parent(path); above != null; above = parent(above)) {
            Node node = nodes.get(above);
            if (node != null && node.kind() != Kind.DELETED) {
                break;
            }
            if (node != null) {
                opaque.putIfAbsent(above, layer); // deleted by this very layer, and made again
            }
            nodes.put(above, new Node(Kind.IMPLICIT, layer));
        }
        if (nodes.size() > MAX_NAMES) {
            throw new ArchiveException("the image has more than " + MAX_NAMES + " files");
        }
    }

    /** The directory of a name; null for what lies in the root itself. */
    private static @Nullable String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? null : path.substring(0, slash);
    }
}
