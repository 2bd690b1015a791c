package dev.cooper.build.copy;

import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.linux.Directory;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A root that files are copied from.
 *
 * @param root stays open as long as selections of this tree are used
 * @param ignore what is left out, relative to the root
 * @param context whether owners count as 0:0, because a context's owners are the user's and not the
 *     image's
 * @param cache digests of files that have not changed; null for none
 */
record SourceTree(Directory root, IgnoreFile ignore, boolean context, @Nullable StatCache cache) {
    int uid(Stat stat) {
        return context ? 0 : stat.uid();
    }

    int gid(Stat stat) {
        return context ? 0 : stat.gid();
    }

    /** The extended attributes that a copy keeps. */
    static SortedMap<String, byte[]> xattrs(Directory directory, String name) throws IOException {
        SortedMap<String, byte[]> all = directory.xattrs(name);
        if (all.isEmpty()) {
            return all;
        }
        SortedMap<String, byte[]> kept = new TreeMap<>(all);
        kept.keySet().removeIf(key -> !isKept(key));
        return kept;
    }

    /**
     * Labels of the host's security modules and access lists mean nothing in an image; overlayfs's
     * own marks would change what the layer is.
     */
    static boolean isKept(String xattr) {
        if (xattr.startsWith("security.")) {
            return xattr.equals("security.capability");
        }
        return !xattr.startsWith("system.")
                && !xattr.startsWith("trusted.overlay.")
                && !xattr.startsWith("user.overlay.");
    }
}
