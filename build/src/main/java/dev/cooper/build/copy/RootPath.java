package dev.cooper.build.copy;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A path below a root with every symbolic link on it followed, as if the root were {@code /}.
 *
 * @param path the components that are left, joined by slashes; empty for the root
 * @param stat what is there; null when nothing is
 */
record RootPath(String path, @Nullable Stat stat) {
    private static final int MAX_LINKS = 255;

    /** Follows all links, the last component's too; what does not exist is taken as it is. */
    static RootPath follow(Directory root, String path) throws IOException {
        return new Walk(root, path, true).run();
    }

    /** As {@link #follow}, but a link that is the last component stays what it is. */
    static RootPath followParents(Directory root, String path) throws IOException {
        return new Walk(root, path, false).run();
    }

    boolean isDirectory() {
        return stat != null && stat.isDirectory();
    }

    /** All but the last component. */
    String parent() {
        return parentOf(path);
    }

    /** The last component; empty for the root. */
    String name() {
        return nameOf(path);
    }

    static String parentOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String join(String directory, String name) {
        if (directory.isEmpty() || name.isEmpty()) {
            return directory + name;
        }
        return directory + "/" + name;
    }

    /** The components of a path, without empty ones and {@code "."}. */
    static List<String> components(String path) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String part = path.substring(start, end);
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
            start = end + 1;
        }
        return parts;
    }

    private static final class Walk {
        private final Directory root;
        private final String asked;
        private final boolean followLast;
        private final Deque<String> todo;
        private final Deque<String> done = new ArrayDeque<>();
        private int links;

        Walk(Directory root, String path, boolean followLast) {
            this.root = root;
            this.asked = path;
            this.followLast = followLast;
            this.todo = new ArrayDeque<>(components(path));
        }

        RootPath run() throws IOException {
            while (!todo.isEmpty()) {
                String name = todo.removeFirst();
                if (name.equals("..")) {
                    done.pollLast();
                } else {
                    step(name);
                }
            }
            String path = String.join("/", done);
            if (path.isEmpty()) {
                return new RootPath("", root.stat("."));
            }
            try (Directory parent = openOrNull(parentOf(path))) {
                return new RootPath(path, parent == null ? null : parent.statOrNull(nameOf(path)));
            }
        }

        private void step(String name) throws IOException {
            try (Directory directory = openOrNull(String.join("/", done))) {
                Stat stat = directory == null ? null : directory.statOrNull(name);
                if (directory != null
                        && stat != null
                        && stat.isSymlink()
                        && (followLast || !todo.isEmpty())) {
                    follow(directory.readLink(name));
                } else {
                    done.addLast(name);
                }
            }
        }

        private void follow(String target) throws ErrnoException {
            if (++links > MAX_LINKS) {
                throw new ErrnoException("following symbolic links of", asked, Errno.ELOOP);
            }
            if (target.startsWith("/")) {
                done.clear();
            }
            List<String> parts = components(target);
            for (int i = parts.size() - 1; i >= 0; i--) {
                todo.addFirst(parts.get(i));
            }
        }

        private @Nullable Directory openOrNull(String path) throws IOException {
            try {
                return root.resolve(path);
            } catch (ErrnoException e) {
                if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
                    return null;
                }
                throw e;
            }
        }
    }
}
