package dev.cooper.build.copy;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The root that is copied into, and the rules by which files get their attributes there. */
final class Target {
    private final Directory root;
    private final CopyOptions options;
    private final @Nullable Ownership owner;
    private final @Nullable ModeChange mode;
    private final Instant now = Instant.now();
    private final TreeSet<String> notes = new TreeSet<>();
    private final TreeSet<String> touched = new TreeSet<>();

    Target(Directory root, Directory accounts, CopyOptions options) throws IOException {
        this.root = root;
        this.options = options;
        this.owner =
                options.chown().isPresent()
                        ? Ownership.parse(options.chown().get(), accounts)
                        : null;
        this.mode = options.chmod().isPresent() ? ModeChange.parse(options.chmod().get()) : null;
    }

    Directory root() {
        return root;
    }

    /** What could not be done and is no reason to fail, for the user to read. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    void note(String text) {
        notes.add(text);
    }

    /**
     * Follows links to a directory and makes what is missing: mode 0755 and owner 0:0, unless
     * {@code --chmod} (octal) or {@code --chown} say otherwise.
     *
     * @return its path without links
     */
    String ensureDirectory(String path) throws IOException {
        RootPath place = RootPath.follow(root, path);
        Stat stat = place.stat();
        if (stat != null && !stat.isDirectory()) {
            throw new CopyException(
                    "cannot copy into \"/"
                            + place.path()
                            + "\": it is "
                            + kind(stat.type())
                            + ", not a directory");
        }
        if (stat == null) {
            String parent = ensureDirectory(place.parent());
            try (Directory directory = root.resolve(parent)) {
                checkName(place.name());
                directory.mkdir(place.name(), 0755);
                finish(directory, place.name(), madeDirectory());
            }
        }
        touch(place.path());
        return place.path();
    }

    /** Says that files are made in a directory, which changes its time. */
    void touch(String path) {
        if (options.epoch().isPresent()) {
            touched.add(path);
        }
    }

    /** Gives all directories that were changed the time that was asked for. */
    void settle() throws IOException {
        for (String path : touched) {
            try (Directory directory = root.resolve(path)) {
                directory.setTimes(".", options.epoch().orElseThrow(), 0);
            }
        }
        touched.clear();
    }

    private Attributes madeDirectory() {
        int bits = mode != null && mode.isOctal() ? mode.apply(0755, true) : 0755;
        return new Attributes(
                FileType.DIRECTORY,
                bits,
                owner == null ? 0 : owner.uid(),
                owner == null ? 0 : owner.gid(),
                Collections.emptySortedMap(),
                options.epoch().orElse(now.getEpochSecond()),
                options.epoch().isPresent() ? 0 : now.getNano());
    }

    /** The current time, for files that have none of their own. */
    Instant now() {
        return now;
    }

    /** What a copied file gets, given what its source has. */
    Attributes changed(Attributes source) {
        boolean directory = source.type() == FileType.DIRECTORY;
        return new Attributes(
                source.type(),
                mode == null ? source.mode() : mode.apply(source.mode(), directory),
                owner == null ? source.uid() : owner.uid(),
                owner == null ? source.gid() : owner.gid(),
                source.xattrs(),
                options.epoch().orElse(source.mtimeSeconds()),
                options.epoch().isPresent() ? 0 : source.mtimeNanos());
    }

    /** Sets attributes, in the order in which one does not undo the other. */
    void finish(Directory directory, String name, Attributes attributes) throws IOException {
        if (!options.ignoreOwnership()) {
            Stat stat = directory.stat(name);
            if (stat.uid() != attributes.uid() || stat.gid() != attributes.gid()) {
                directory.chown(name, attributes.uid(), attributes.gid());
            }
        }
        if (attributes.type() != FileType.SYMLINK) {
            directory.chmod(name, attributes.mode());
        }
        for (Map.Entry<String, byte[]> xattr : attributes.xattrs().entrySet()) {
            setXattr(directory, name, xattr.getKey(), xattr.getValue());
        }
        directory.setTimes(name, attributes.mtimeSeconds(), attributes.mtimeNanos());
    }

    private void setXattr(Directory directory, String name, String key, byte[] value)
            throws IOException {
        try {
            directory.setXattr(name, key, value);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EOPNOTSUPP && e.errno() != Errno.EPERM) {
                throw e;
            }
            note("extended attribute " + key + " was left out: " + Errno.text(e.errno()));
        }
    }

    /** Removes what a file is to replace; a directory is never replaced. */
    void makeRoom(Directory directory, String name, String path, String source) throws IOException {
        checkName(name);
        Stat there = directory.statOrNull(name);
        if (there == null) {
            return;
        }
        if (there.isDirectory()) {
            throw new CopyException(
                    "cannot replace directory \"/" + path + "\" with file \"" + source + "\"");
        }
        directory.unlink(name);
    }

    /** A file of such a name in a layer would delete another one. */
    static void checkName(String name) throws CopyException {
        if (name.startsWith(dev.cooper.archive.Whiteouts.PREFIX)) {
            throw new CopyException(
                    "cannot copy \""
                            + name
                            + "\": images use names that start with .wh. to delete"
                            + " files");
        }
    }

    static String kind(FileType type) {
        return switch (type) {
            case FILE -> "a file";
            case DIRECTORY -> "a directory";
            case SYMLINK -> "a symbolic link";
            case CHAR_DEVICE, BLOCK_DEVICE -> "a device";
            case FIFO -> "a named pipe";
            case SOCKET -> "a socket";
        };
    }

    /** Makes a device node; without the right to, it is left out and noted. */
    boolean makeDevice(Directory directory, String name, String path, Node node)
            throws IOException {
        if (node.type() == FileType.CHAR_DEVICE && node.major() == 0 && node.minor() == 0) {
            throw new CopyException(
                    "cannot make \"/" + path + "\": the character device 0:0 marks deleted files");
        }
        try {
            directory.mknod(name, node.type().bits() | 0600, node.major(), node.minor());
            return true;
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EPERM) {
                throw e;
            }
            note("device node /" + path + " was left out: making it needs real root");
            return false;
        }
    }

    /** A special file: what and, for devices, its numbers. */
    record Node(FileType type, int major, int minor) {}
}
