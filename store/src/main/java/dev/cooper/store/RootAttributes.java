package dev.cooper.store;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The attributes of the root directory. Layers as others make them have no entry for it; then the
 * directory of the layer says nothing and the next layer below that has one counts.
 */
final class RootAttributes {
    private RootAttributes() {}

    /** Returns the layer whose root directory counts; null when no layer has an entry for it. */
    static @Nullable SnapshotId source(SnapshotHome home, List<SnapshotId> chain)
            throws IOException {
        for (SnapshotId id : chain.reversed()) {
            if (home.info(id).rootExplicit()) {
                return id;
            }
        }
        return null;
    }

    /** Gives a directory the attributes of the root of a chain. */
    static void apply(SnapshotHome home, List<SnapshotId> chain, Directory to) throws IOException {
        SnapshotId source = source(home, chain);
        if (source == null) {
            to.chmod(".", 0755);
            to.setTimes(".", 0, 0);
            return;
        }
        try (Directory root = home.data(source)) {
            copy(root, to);
        }
    }

    private static void copy(Directory from, Directory to) throws IOException {
        Stat stat = from.stat(".");
        Stat now = to.stat(".");
        if (stat.uid() != now.uid() || stat.gid() != now.gid()) {
            to.chown(".", stat.uid(), stat.gid());
        }
        for (Map.Entry<String, byte[]> xattr : from.xattrs(".").entrySet()) {
            if (!OverlayMarks.owns(xattr.getKey())) {
                to.setXattr(".", xattr.getKey(), xattr.getValue());
            }
        }
        to.chmod(".", stat.permissions());
        to.setTimes(".", stat.mtimeSeconds(), stat.mtimeNanos());
    }

    /**
     * Makes a directory to lie on top of a chain whose topmost layer has the wrong attributes.
     *
     * @return its name in the work area; null when the topmost layer is right
     */
    static @Nullable String correctedTop(SnapshotHome home, WorkArea area, List<SnapshotId> chain)
            throws IOException {
        if (chain.isEmpty() || home.info(chain.getLast()).rootExplicit()) {
            return null;
        }
        SnapshotId source = source(home, chain);
        if (source == null) {
            return null; // unpacking has given it the plain attributes
        }
        String name = area.makeDirectory("r");
        try (Directory top = area.directory().openDirectory(name)) {
            apply(home, chain, top);
        }
        return name;
    }
}
