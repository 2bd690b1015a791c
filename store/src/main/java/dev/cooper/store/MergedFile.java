package dev.cooper.store;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Stat;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file of a layer.
 *
 * @param in the layer's directory that holds it; closed with the {@link MergedDirectory}
 * @param name its name there
 * @param stat its attributes
 */
record MergedFile(Directory in, String name, Stat stat) {

    /** Returns its extended attributes without the marks of overlayfs. */
    SortedMap<String, byte[]> xattrs() throws IOException {
        return withoutMarks(in.xattrs(name));
    }

    static SortedMap<String, byte[]> withoutMarks(SortedMap<String, byte[]> all) {
        SortedMap<String, byte[]> kept = new TreeMap<>();
        for (Map.Entry<String, byte[]> xattr : all.entrySet()) {
            if (!OverlayMarks.owns(xattr.getKey())) {
                kept.put(xattr.getKey(), xattr.getValue());
            }
        }
        return kept;
    }
}
