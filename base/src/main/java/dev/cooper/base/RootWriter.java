package dev.cooper.base;

import dev.cooper.archive.TarEntry;
import dev.cooper.linux.Directory;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the files of a package tree into an empty directory. */
final class RootWriter implements PackageTree.Target, AutoCloseable {
    /** Set-user-ID, set-group-ID and sticky. */
    private static final int SPECIAL = 07000;

    private record DirectoryTime(String path, long seconds, int nanos) {}

    private final Directory root;
    private final boolean ownersWork;
    private final List<DirectoryTime> times = new ArrayList<>();
    private @Nullable Directory parent;
    private String parentPath = "";

    /**
     * Makes a writer.
     *
     * @param root the directory; stays open
     * @param ownersWork whether files can be given to other users here
     */
    RootWriter(Directory root, boolean ownersWork) {
        this.root = root;
        this.ownersWork = ownersWork;
    }

    @Override
    public void take(TarEntry entry, PackageTree.Content content) throws IOException {
        String path = entry.path();
        int slash = path.lastIndexOf('/');
        Directory in = parent(slash < 0 ? "" : path.substring(0, slash));
        String name = path.substring(slash + 1);
        switch (entry.type()) {
            case DIRECTORY -> in.mkdir(name, entry.mode());
            case FILE -> {
                try (OutputStream out =
                        new BufferedOutputStream(in.create(name, entry.mode()), 1 << 16)) {
                    content.copyTo(out);
                }
            }
            case SYMLINK -> in.symlink(entry.linkTarget(), name);
            case HARDLINK -> {
                link(entry.linkTarget(), in, name);
                return;
            }
            case CHAR_DEVICE, BLOCK_DEVICE, FIFO ->
                    throw new IOException(
                            "the packages have a special file, /" + path + ": a base image cannot");
        }
        setAttributes(entry, in, name);
    }

    private void setAttributes(TarEntry entry, Directory in, String name) throws IOException {
        if (ownersWork && (entry.uid() != 0 || entry.gid() != 0)) {
            in.chown(name, (int) entry.uid(), (int) entry.gid());
        }
        if (entry.type() != TarEntry.Type.SYMLINK && (entry.mode() & SPECIAL) != 0) {
            // A change of owner takes these bits away, and in a user namespace so does a write.
            in.chmod(name, entry.mode());
        }
        for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
            in.setXattr(name, xattr.getKey(), xattr.getValue());
        }
        if (entry.type() == TarEntry.Type.DIRECTORY) {
            times.add(new DirectoryTime(entry.path(), entry.mtimeSeconds(), entry.mtimeNanos()));
        } else {
            in.setTimes(name, entry.mtimeSeconds(), entry.mtimeNanos());
        }
    }

    private void link(String target, Directory in, String name) throws IOException {
        int slash = target.lastIndexOf('/');
        try (Directory from = root.resolve(slash < 0 ? "" : target.substring(0, slash))) {
            in.link(from, target.substring(slash + 1), name);
        }
    }

    private Directory parent(String path) throws IOException {
        Directory open = parent;
        if (open != null && parentPath.equals(path)) {
            return open;
        }
        if (open != null) {
            open.close();
        }
        Directory next = root.resolve(path);
        parent = next;
        parentPath = path;
        return next;
    }

    /** Gives the directories the times that they have in the packages. */
    void finish() throws IOException {
        for (DirectoryTime time : times.reversed()) {
            int slash = time.path.lastIndexOf('/');
            parent(slash < 0 ? "" : time.path.substring(0, slash))
                    .setTimes(time.path.substring(slash + 1), time.seconds, time.nanos);
        }
    }

    @Override
    public void close() {
        Directory open = parent;
        if (open != null) {
            open.close();
        }
    }
}
