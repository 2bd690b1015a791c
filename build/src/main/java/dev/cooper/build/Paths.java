package dev.cooper.build;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths inside an image: absolute, separated by slashes, never touching a file system. */
final class Paths {
    private Paths() {}

    /** Puts a path on a directory and cleans it; the result is absolute, without a final slash. */
    static String join(String directory, String path) {
        return clean(path.startsWith("/") ? path : directory + "/" + path);
    }

    /** A copy's destination: like {@link #join}, but keeps the slash that means a directory. */
    static String destination(String directory, String path) {
        boolean asDirectory =
                path.isEmpty()
                        || path.endsWith("/")
                        || path.equals(".")
                        || path.equals("..")
                        || path.endsWith("/.")
                        || path.endsWith("/..");
        String joined = join(directory, path);
        return asDirectory && !joined.equals("/") ? joined + "/" : joined;
    }

    private static String clean(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }
}
