package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Paths with slashes, treated as text: no file system is asked. */
final class UnixPath {
    private UnixPath() {}

    /**
     * The shortest text with the same meaning: no double slashes, no {@code .}, {@code ..} resolved
     * where possible; {@code .} when nothing is left.
     */
    static String clean(String path) {
        boolean rooted = path.startsWith("/");
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (!part.equals("..")) {
                parts.add(part);
            } else if (!parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!rooted) {
                parts.add(part);
            }
        }
        String joined = String.join("/", parts);
        if (rooted) {
            return "/" + joined;
        }
        return joined.isEmpty() ? "." : joined;
    }

    /** The last part of a path. */
    static String base(String path) {
        String clean = clean(path);
        return clean.equals("/") ? clean : clean.substring(clean.lastIndexOf('/') + 1);
    }
}
