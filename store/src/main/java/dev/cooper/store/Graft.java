package dev.cooper.store;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Puts a layer that was made by itself on top of others: the directories on the way to its files
 * that those have stay as they are there. Files are not copied but linked: snapshots never change.
 */
final class Graft {
    private final Map<String, Attributes> kept = new HashMap<>();
    private final boolean ignoreOwnership;

    private record Attributes(Stat stat, SortedMap<String, byte[]> xattrs) {
        static Attributes of(MergedFile file) throws IOException {
            return new Attributes(file.stat(), file.xattrs());
        }

        boolean same(Attributes other) {
            return stat.permissions() == other.stat.permissions()
                    && stat.uid() == other.stat.uid()
                    && stat.gid() == other.stat.gid()
                    && LayerDump.equal(xattrs, other.xattrs);
        }
    }

    private Graft(boolean ignoreOwnership) {
        this.ignoreOwnership = ignoreOwnership;
    }

    /**
     * Compares the directories of a path.
     *
     * @param below the chain that the layer goes on, bottom first, without hidden layers
     * @param path whose components, as far as they are directories, are the way to the files
     */
    static Graft of(
            SnapshotHome home,
            SnapshotId layer,
            List<SnapshotId> below,
            String path,
            boolean ignoreOwnership)
            throws IOException {
        Graft graft = new Graft(ignoreOwnership);
        try (MergedDirectory own = MergedDirectory.root(home, List.of(layer));
                MergedDirectory others = MergedDirectory.root(home, below)) {
            List<String> names = Arrays.stream(path.split("/")).filter(n -> !n.isEmpty()).toList();
            graft.compare(own, others, "", names);
        }
        return graft;
    }

    private void compare(
            MergedDirectory own, MergedDirectory others, String above, List<String> names)
            throws IOException {
        if (names.isEmpty()) {
            return;
        }
        String name = names.getFirst();
        MergedFile mine = own.find(name);
        MergedFile theirs = others.find(name);
        try (MergedDirectory mineOpened = own.openOrNull(name);
                MergedDirectory theirsOpened = others.openOrNull(name)) {
            if (mine == null || theirs == null || mineOpened == null || theirsOpened == null) {
                return;
            }
            Attributes keep = Attributes.of(theirs);
            if (!keep.same(Attributes.of(mine))) {
                kept.put(above + name, keep);
            }
            List<String> rest = names.subList(1, names.size());
            compare(mineOpened, theirsOpened, above + name + "/", rest);
        }
    }

    /** Whether the layer can lie on the others as it is. */
    boolean changesNothing() {
        return kept.isEmpty();
    }

    /**
     * Fills the directory of the new layer.
     *
     * @param from the layer that was made by itself
     */
    void fill(Directory from, Directory to) throws IOException {
        FileAttributes attributes = new FileAttributes(ignoreOwnership);
        fill(from, to, "", new TreeCopy(to, attributes), attributes);
    }

    private void fill(
            Directory from, Directory to, String path, TreeCopy copies, FileAttributes attributes)
            throws IOException {
        for (String name : from.list()) {
            Stat stat = from.stat(name);
            if (!stat.isDirectory()) {
                link(from, name, stat, to, path, copies);
                continue;
            }
            to.mkdir(name, 0700);
            try (Directory inner = from.openDirectory(name);
                    Directory made = to.openDirectory(name)) {
                fill(inner, made, path + name + "/", copies, attributes);
            }
            @Nullable Attributes keep = kept.get(path + name);
            if (keep == null) {
                attributes.apply(to, name, stat, MergedFile.withoutMarks(from.xattrs(name)));
            } else {
                attributes.apply(to, name, keep.stat(), keep.xattrs());
                to.setTimes(name, stat.mtimeSeconds(), stat.mtimeNanos());
            }
        }
    }

    private static void link(
            Directory from, String name, Stat stat, Directory to, String path, TreeCopy copies)
            throws IOException {
        try {
            to.link(from, name, name);
        } catch (ErrnoException e) {
            switch (e.errno()) {
                case Errno.EPERM, Errno.EMLINK, Errno.EXDEV ->
                        copies.copyFile(from, name, stat, to, path);
                default -> throw e;
            }
        }
    }
}
