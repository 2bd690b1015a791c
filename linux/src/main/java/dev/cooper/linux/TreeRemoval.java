package dev.cooper.linux;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Removes trees of any depth. Each level holds a descriptor and a stack frame, so a directory that
 * lies too deep is first moved up to the top.
 */
final class TreeRemoval {
    private static final int MAX_DEPTH = 200;

    private final Directory top;
    private final Deque<String> moved = new ArrayDeque<>();
    private int counter;

    TreeRemoval(Directory top) {
        this.top = top;
    }

    void remove(String name) throws IOException {
        remove(top, name, 0);
        while (!moved.isEmpty()) {
            remove(top, moved.pop(), 0);
        }
    }

    private void remove(Directory parent, String name, int depth) throws IOException {
        if (unlinked(parent, name)) {
            return;
        }
        if (depth > MAX_DEPTH) {
            String up = ".deep-" + Long.toHexString(System.nanoTime()) + "-" + counter++;
            parent.rename(name, top, up);
            moved.push(up);
            return;
        }
        try (Directory directory = openToEmpty(parent, name)) {
            for (DirectoryEntry entry : directory.entries()) {
                remove(directory, entry.name(), depth + 1);
            }
        }
        parent.rmdir(name);
    }

    private static Directory openToEmpty(Directory parent, String name) throws IOException {
        Stat stat = parent.stat(name);
        if ((stat.permissions() & 0700) != 0700) {
            try {
                parent.chmod(name, 0700);
            } catch (ErrnoException e) {
                // Not ours; root may enter it all the same.
                return parent.openDirectory(name);
            }
        }
        return parent.openDirectory(name);
    }

    /** Removes anything but a directory; true when the name is gone. */
    private static boolean unlinked(Directory parent, String name) throws IOException {
        try {
            parent.unlink(name);
            return true;
        } catch (ErrnoException e) {
            return switch (e.errno()) {
                case Errno.ENOENT -> true;
                case Errno.EISDIR -> false;
                default -> {
                    Stat stat = parent.statOrNull(name);
                    if (stat != null && !stat.isDirectory()) {
                        throw e;
                    }
                    yield stat == null;
                }
            };
        }
    }
}
