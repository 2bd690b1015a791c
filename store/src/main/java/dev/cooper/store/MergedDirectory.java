package dev.cooper.store;

import dev.cooper.linux.Directory;
import dev.cooper.linux.DirectoryEntry;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;
import dev.cooper.oci.FileName;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A directory as several layers together show it, read from the layers themselves: no mount. Owns
 * the directories it is made of.
 */
final class MergedDirectory implements AutoCloseable {
    private final OverlayMarks marks;
    private final List<Directory> parts;

    private MergedDirectory(OverlayMarks marks, List<Directory> parts) {
        this.marks = marks;
        this.parts = parts;
    }

    /**
     * Opens the root of a chain of snapshots.
     *
     * @param chain bottom first, without layers that others hide whole
     */
    static MergedDirectory root(SnapshotHome home, List<SnapshotId> chain) throws IOException {
        List<Directory> parts = new ArrayList<>();
        MergedDirectory root = new MergedDirectory(home.marks(), parts);
        boolean complete = false;
        try {
            for (SnapshotId id : chain.reversed()) {
                parts.add(home.data(id));
            }
            complete = true;
            return root;
        } finally {
            if (!complete) {
                root.close();
            }
        }
    }

    /** Returns what a name stands for; null when no layer has it or a layer has deleted it. */
    @Nullable MergedFile find(String name) throws IOException {
        for (Directory part : parts) {
            Stat stat = marks.find(part, name);
            if (stat != null) {
                return stat.isWhiteout() ? null : new MergedFile(part, name, stat);
            }
        }
        return null;
    }

    /** Opens a directory in this one; null when the name does not stand for a directory. */
    @Nullable MergedDirectory openOrNull(String name) throws IOException {
        List<Directory> found = new ArrayList<>();
        MergedDirectory opened = new MergedDirectory(marks, found);
        boolean complete = false;
        try {
            for (Directory part : parts) {
                Stat stat = marks.find(part, name);
                if (stat == null) {
                    continue;
                }
                if (!stat.isDirectory()) {
                    break;
                }
                found.add(part.openDirectory(name));
                if (marks.isOpaque(part, name)) {
                    break;
                }
            }
            complete = !found.isEmpty();
            return complete ? opened : null;
        } finally {
            if (!complete) {
                opened.close();
            }
        }
    }

    /** Returns all names with what they stand for, in byte order. */
    SortedMap<String, MergedFile> list() throws IOException {
        SortedMap<String, MergedFile> files = new TreeMap<>(FileName.BYTE_ORDER);
        Set<String> seen = new HashSet<>();
        for (Directory part : parts) {
            for (DirectoryEntry entry : marks.entries(part)) {
                if (seen.add(entry.name())) {
                    Stat stat =
                            entry.type() == FileType.CHAR_DEVICE
                                    ? marks.find(part, entry.name())
                                    : part.stat(entry.name());
                    if (stat != null && !stat.isWhiteout()) {
                        files.put(entry.name(), new MergedFile(part, entry.name(), stat));
                    }
                }
            }
        }
        return files;
    }

    /** Tells whether nothing is in it. */
    boolean isEmpty() throws IOException {
        return list().isEmpty();
    }

    @Override
    public void close() {
        for (Directory part : parts) {
            part.close();
        }
    }
}
