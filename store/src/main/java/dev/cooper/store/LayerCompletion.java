package dev.cooper.store;

import dev.cooper.archive.ArchiveException;
import dev.cooper.linux.Directory;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;

/**
 * Gives a layer what only the layers below know: the attributes of directories that the layer
 * touches but has no entry for, and the files that its hard links name but another layer has.
 */
final class LayerCompletion {
    private final LayerUnpacker layer;
    private final MergedDirectory below;

    LayerCompletion(LayerUnpacker layer, MergedDirectory below) {
        this.layer = layer;
        this.below = below;
    }

    void run() throws IOException {
        for (String path : List.copyOf(layer.missingLinks().keySet())) {
            link(path);
        }
        // After the links: copying their targets up may have made more directories.
        for (String path : List.copyOf(layer.implicitDirectories())) {
            adopt(path);
        }
    }

    private void link(String path) throws IOException {
        String target = layer.missingLinks().remove(path);
        if (target == null) {
            return; // made on the way to another
        }
        link(target); // which may be such a link itself; loops end because each is taken once
        link(path, target);
    }

    private void link(String path, String target) throws IOException {
        LayerParents parents = layer.parents();
        String targetName = LayerUnpacker.nameOf(target);
        Directory from = parents.openOrMake(LayerUnpacker.parentOf(target));
        Stat stat = layer.marks().find(from, targetName);
        if (stat == null) {
            copyUp(path, target, from, targetName);
        } else if (stat.isWhiteout()) {
            throw new ArchiveException(
                    "layer entry '"
                            + path
                            + "' is a hard link to '"
                            + target
                            + "', which its"
                            + " layer deletes");
        }
        Directory to = parents.openOrMake(LayerUnpacker.parentOf(path));
        // Opening the second directory may have closed the first.
        from = parents.openOrMake(LayerUnpacker.parentOf(target));
        String name = LayerUnpacker.nameOf(path);
        Stat there = layer.marks().find(to, name);
        if (there != null && there.isWhiteout()) {
            layer.marks().clear(to, name);
        } else if (there != null) {
            to.removeTree(name);
            parents.forget();
            to = parents.openOrMake(LayerUnpacker.parentOf(path));
            from = parents.openOrMake(LayerUnpacker.parentOf(target));
        }
        to.link(from, targetName, name);
    }

    private void copyUp(String path, String target, Directory to, String name) throws IOException {
        Found found = find(target);
        if (found == null || found.file().stat().isDirectory()) {
            throw new ArchiveException(
                    "layer entry '"
                            + path
                            + "' is a hard link to '"
                            + target
                            + "', which "
                            + (found == null
                                    ? "neither its layer nor the layers below have"
                                    : "is a directory"));
        }
        try (found) {
            MergedFile file = found.file();
            switch (file.stat().type()) {
                case FILE -> file.in().copyFile(file.name(), to, name, 0600);
                case SYMLINK -> to.symlink(file.in().readLink(file.name()), name);
                default ->
                        to.mknod(
                                name,
                                file.stat().type().bits() | 0600,
                                file.stat().rdevMajor(),
                                file.stat().rdevMinor());
            }
            layer.attributes().apply(to, name, file.stat(), file.xattrs());
        }
    }

    private void adopt(String path) throws IOException {
        try (Found found = find(path)) {
            Directory parent = layer.parents().openOrNull(LayerUnpacker.parentOf(path));
            if (found == null || parent == null || !found.file().stat().isDirectory()) {
                return;
            }
            String name = LayerUnpacker.nameOf(path);
            Stat mine = parent.statOrNull(name);
            if (mine == null || !mine.isDirectory()) {
                return;
            }
            Stat stat = found.file().stat();
            SortedMap<String, byte[]> xattrs = found.file().xattrs();
            layer.attributes().apply(parent, name, stat, xattrs);
            layer.directoryTimes().add(path, mine.inode(), stat.mtimeSeconds(), stat.mtimeNanos());
        }
    }

    /** A file of the layers below and the directories that were opened on the way to it. */
    private record Found(MergedFile file, List<MergedDirectory> way) implements AutoCloseable {
        @Override
        public void close() {
            for (MergedDirectory directory : way) {
                directory.close();
            }
        }
    }

    /** Finds a file in the layers below. Links on the way are not followed: overlays do not. */
    private @Nullable Found find(String path) throws IOException {
        String[] names = path.split("/");
        List<MergedDirectory> way = new java.util.ArrayList<>();
        MergedDirectory here = below;
        boolean found = false;
        try {
            for (int i = 0; i < names.length - 1; i++) {
                MergedDirectory next = here.openOrNull(names[i]);
                if (next == null) {
                    return null;
                }
                way.add(next);
                here = next;
            }
            MergedFile file = here.find(names[names.length - 1]);
            found = file != null;
            return file == null ? null : new Found(file, way);
        } finally {
            if (!found) {
                for (MergedDirectory directory : way) {
                    directory.close();
                }
            }
        }
    }
}
