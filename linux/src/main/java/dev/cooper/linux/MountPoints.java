package dev.cooper.linux;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Mount points that an image lacks: made before the step in its root file system, removed after it
 * unless the step used them, with the times of the directory above put back. So a mount leaves
 * nothing in a layer.
 */
final class MountPoints {
    private static final int MAX_LINKS = 40;

    /**
     * A path on which something will be mounted.
     *
     * @param path absolute, inside the root file system
     * @param directory whether a directory is needed
     */
    record Wanted(String path, boolean directory) {}

    /**
     * One thing that was made.
     *
     * @param parent real path of the directory above, relative to the root file system
     * @param name what was made in it
     * @param directory whether it is a directory
     * @param before the directory above before
     * @param after the directory above afterwards
     */
    private record Made(String parent, String name, boolean directory, Stat before, Stat after) {}

    private final String rootfs;
    private final List<Made> made = new ArrayList<>();

    private MountPoints(String rootfs) {
        this.rootfs = rootfs;
    }

    /** Makes what is missing. */
    static MountPoints make(String rootfs, List<Wanted> wanted) throws IOException {
        MountPoints points = new MountPoints(rootfs);
        try (Directory root = Directory.open(rootfs)) {
            for (Wanted one : wanted) {
                points.make(root, one);
            }
        } catch (IOException | RuntimeException e) {
            points.remove();
            throw e;
        }
        return points;
    }

    private void make(Directory root, Wanted wanted) throws IOException {
        Deque<String> rest = new ArrayDeque<>();
        push(rest, wanted.path());
        Deque<String> way = new ArrayDeque<>();
        int links = 0;
        while (!rest.isEmpty()) {
            String name = rest.pop();
            if (name.equals("..")) {
                way.pollLast();
                continue;
            }
            String parent = String.join("/", way);
            try (Directory above = root.resolve(parent)) {
                Stat stat = above.statOrNull(name);
                if (stat != null && stat.isSymlink()) {
                    if (++links > MAX_LINKS || (way.isEmpty() && isKernels(wanted))) {
                        throw new IOException(
                                "mount point "
                                        + wanted.path()
                                        + ": the image has a symbolic link there");
                    }
                    String target = above.readLink(name);
                    if (target.startsWith("/")) {
                        way.clear();
                    }
                    push(rest, target);
                    continue;
                }
                boolean directory = !rest.isEmpty() || wanted.directory();
                if (stat == null) {
                    make(above, parent, name, directory);
                } else if ((stat.type() == FileType.DIRECTORY) != directory) {
                    throw new IOException(
                            "mount point "
                                    + wanted.path()
                                    + ": the image has a "
                                    + (directory ? "file" : "directory")
                                    + " at /"
                                    + String.join("/", way)
                                    + (way.isEmpty() ? "" : "/")
                                    + name
                                    + ", the mount needs a "
                                    + (directory ? "directory" : "file"));
                }
            }
            way.addLast(name);
        }
    }

    private static boolean isKernels(Wanted wanted) {
        return switch (wanted.path()) {
            case "/proc", "/sys", "/dev" -> true;
            default -> false;
        };
    }

    private void make(Directory above, String parent, String name, boolean directory)
            throws IOException {
        Stat before = above.stat(".");
        if (directory) {
            above.mkdir(name, 0755);
        } else {
            above.create(name, 0644).close();
        }
        made.add(new Made(parent, name, directory, before, above.stat(".")));
    }

    private static void push(Deque<String> rest, String path) {
        String[] parts = path.split("/", -1);
        for (int i = parts.length - 1; i >= 0; i--) {
            if (!parts[i].isEmpty() && !parts[i].equals(".")) {
                rest.push(parts[i]);
            }
        }
    }

    /** Removes what the step did not use. */
    void remove() throws IOException {
        try (Directory root = Directory.open(rootfs)) {
            for (Made one : made.reversed()) {
                try (Directory above = root.resolve(one.parent())) {
                    remove(above, one);
                } catch (ErrnoException e) {
                    if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
                        throw e;
                    }
                    // The step removed or replaced the directory above: nothing of ours is left.
                }
            }
        }
    }

    private static void remove(Directory above, Made one) throws IOException {
        Stat stat = above.statOrNull(one.name());
        Stat now = above.stat(".");
        if (stat == null || !removed(above, one, stat)) {
            return;
        }
        boolean untouched =
                now.mtimeSeconds() == one.after().mtimeSeconds()
                        && now.mtimeNanos() == one.after().mtimeNanos();
        Stat times = untouched ? one.before() : now;
        above.setTimes(".", times.mtimeSeconds(), times.mtimeNanos());
    }

    private static boolean removed(Directory above, Made one, Stat stat) throws IOException {
        if (!one.directory()) {
            if (stat.type() != FileType.FILE || stat.size() > 0) {
                return false;
            }
            above.unlink(one.name());
            return true;
        }
        if (stat.type() != FileType.DIRECTORY) {
            return false;
        }
        try {
            above.rmdir(one.name());
            return true;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOTEMPTY) {
                return false;
            }
            throw e;
        }
    }

    /** Tells whether a path below a root is a directory; links are followed inside the root. */
    static boolean isDirectory(String root, String path) throws IOException {
        try (Directory top = Directory.open(root);
                Directory found = top.resolve(path)) {
            return found.fd() >= 0;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOTDIR) {
                return false;
            }
            throw new IOException("looking for " + path + ": " + e.getMessage(), e);
        }
    }
}
