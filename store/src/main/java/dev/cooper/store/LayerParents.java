package dev.cooper.store;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The directories of a layer that is being unpacked, opened by path and kept open while they are in
 * use. Symbolic links on the way are followed inside the layer's root; directories that the layer
 * has no entry for are made.
 */
final class LayerParents implements AutoCloseable {
    private static final int OPEN = 32;
    private static final int MAX_LINKS = 40;

    private final Directory root;
    private final OverlayMarks marks;
    private final LinkedHashMap<String, Directory> open = new LinkedHashMap<>(64, 0.75f, true);
    private final NavigableSet<String> implicit = new TreeSet<>();

    LayerParents(Directory root, OverlayMarks marks) {
        this.root = root;
        this.marks = marks;
    }

    /** Paths of the directories that were made without an entry of their own. */
    NavigableSet<String> implicit() {
        return implicit;
    }

    /** Opens a directory; null when there is none. The result stays owned by this. */
    @Nullable Directory openOrNull(String path) throws IOException {
        if (path.isEmpty()) {
            return root;
        }
        Directory known = open.get(path);
        if (known != null) {
            return known;
        }
        try {
            return keep(path, root.resolve(path));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
                return null;
            }
            throw e;
        }
    }

    /** Opens a directory and makes it where it is missing. The result stays owned by this. */
    Directory openOrMake(String path) throws IOException {
        Directory found = openOrNull(path);
        return found != null ? found : keep(path, make(path));
    }

    private Directory keep(String path, Directory directory) {
        open.put(path, directory);
        if (open.size() > OPEN) {
            var eldest = open.entrySet().iterator();
            Directory closing = eldest.next().getValue();
            eldest.remove();
            closing.close();
        }
        return directory;
    }

    /** Walks the path, follows links inside the root and makes what is missing. */
    private Directory make(String path) throws IOException {
        Deque<String> rest = new ArrayDeque<>();
        push(rest, path);
        Deque<String> way = new ArrayDeque<>();
        Directory here = root.resolve("");
        int links = 0;
        try {
            while (!rest.isEmpty()) {
                String name = rest.pop();
                if (name.equals("..")) {
                    way.pollLast();
                    here = reopen(here, String.join("/", way));
                    continue;
                }
                Stat stat = marks.find(here, name);
                if (stat != null && stat.isSymlink()) {
                    if (++links > MAX_LINKS) {
                        throw new ErrnoException("unpacking into", path, Errno.ELOOP);
                    }
                    String target = here.readLink(name);
                    if (target.startsWith("/")) {
                        way.clear();
                        here = reopen(here, "");
                    }
                    push(rest, target);
                    continue;
                }
                way.addLast(name);
                here = enter(here, name, stat, String.join("/", way));
            }
            return here;
        } catch (IOException e) {
            here.close();
            throw e;
        }
    }

    private Directory enter(Directory here, String name, @Nullable Stat stat, String path)
            throws IOException {
        boolean deleted = stat != null && stat.isWhiteout();
        if (deleted) {
            marks.clear(here, name);
        }
        if (stat == null || deleted) {
            here.mkdir(name, 0755);
            implicit.add(path);
        }
        Directory next = here.openDirectory(name);
        here.close();
        return next;
    }

    private Directory reopen(Directory here, String path) throws IOException {
        Directory next = root.resolve(path);
        here.close();
        return next;
    }

    private static void push(Deque<String> rest, String path) {
        int end = path.length();
        while (end > 0) {
            int slash = path.lastIndexOf('/', end - 1);
            String name = path.substring(slash + 1, end);
            if (!name.isEmpty() && !name.equals(".")) {
                rest.push(name);
            }
            end = Math.max(slash, 0);
        }
    }

    /** Must be called when a directory or a symbolic link was removed: paths may lead elsewhere. */
    void forget() {
        for (Directory directory : open.values()) {
            directory.close();
        }
        open.clear();
    }

    @Override
    public void close() {
        forget();
    }
}
