package dev.cooper.linux;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Resolves a path below a directory component by component, for kernels and containers without
 * {@code openat2}: no step can leave the root because {@code ".."} only goes back along the way.
 */
final class PathWalk {
    private static final int MAX_LINKS = 40;

    private PathWalk() {}

    /** Returns a descriptor of a directory, or minus the error number. */
    static int tryResolve(int root, String path) throws IOException {
        Deque<Directory> way = new ArrayDeque<>();
        Deque<String> rest = new ArrayDeque<>();
        push(rest, path);
        int links = 0;
        try {
            way.push(reopen(root));
            while (!rest.isEmpty()) {
                String name = rest.pop();
                if (name.equals("..")) {
                    if (way.size() > 1) {
                        way.pop().close();
                    }
                    continue;
                }
                Directory here = top(way);
                if (here.stat(name).isSymlink()) {
                    if (++links > MAX_LINKS) {
                        return -Errno.ELOOP;
                    }
                    String target = here.readLink(name);
                    if (target.startsWith("/")) {
                        while (way.size() > 1) {
                            way.pop().close();
                        }
                    }
                    push(rest, target);
                } else {
                    way.push(here.openDirectory(name));
                }
            }
            return Open.tryAt(top(way).fd(), ".", Open.DIRECTORY, 0);
        } catch (ErrnoException e) {
            return -e.errno();
        } finally {
            while (!way.isEmpty()) {
                way.pop().close();
            }
        }
    }

    private static Directory top(Deque<Directory> way) {
        return way.element();
    }

    private static Directory reopen(int root) throws ErrnoException {
        int fd = Open.tryAt(root, ".", Open.DIRECTORY, 0);
        Syscall.check(fd, "opening directory", "");
        return new Directory(fd, "");
    }

    /** Puts the components of a path before those that are still to be walked. */
    private static void push(Deque<String> rest, String path) {
        int end = path.length();
        while (end > 0) {
            int slash = path.lastIndexOf('/', end - 1);
            String name = path.substring(slash + 1, end);
            if (!name.isEmpty() && !name.equals(".")) {
                rest.push(name);
            }
            end = slash < 0 ? 0 : slash;
        }
    }
}
