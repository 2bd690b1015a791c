package dev.cooper.store;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.UserNamespace;
import dev.cooper.oci.Digest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where snapshots lie: {@code cooper/snapshots/<id>/d} (the files) and {@code .../info}. A snapshot
 * appears by one rename, whole.
 *
 * <p>Files made in a user namespace carry other numbers on disk than root's, and other overlay
 * marks. So each mapping of users has snapshots of its own, {@code snapshots-<six hex digits>}; the
 * plain name is that of root on the machine itself.
 */
final class SnapshotHome implements AutoCloseable {
    /** The directory of a snapshot that holds its files. */
    static final String DATA = "d";

    /** An empty directory to stand below a single layer. */
    static final String EMPTY = ".empty";

    private final String path;
    private final Path workPath;
    private final OverlayMarks marks;
    private final boolean oneOwner;
    private final Directory directory;
    private final Map<SnapshotId, SnapshotInfo> known = new ConcurrentHashMap<>();

    private SnapshotHome(
            Path path, Path workPath, OverlayMarks marks, boolean oneOwner, Directory directory) {
        this.path = path.toString();
        this.workPath = workPath;
        this.marks = marks;
        this.oneOwner = oneOwner;
        this.directory = directory;
    }

    static SnapshotHome open(Path store) throws IOException {
        Path cooper = Files.createDirectories(store.toAbsolutePath().resolve("cooper"));
        UserNamespace user = UserNamespace.current();
        OverlayMarks marks = marks(cooper, user);
        String suffix = suffix(user, marks);
        Path snapshots = Files.createDirectories(cooper.resolve("snapshots" + suffix));
        Path work = Files.createDirectories(cooper.resolve("work" + suffix));
        Directory directory = Directory.open(snapshots.toString());
        if (directory.statOrNull(EMPTY) == null) {
            try {
                directory.mkdir(EMPTY, 0755);
            } catch (ErrnoException e) {
                if (e.errno() != Errno.EEXIST) {
                    directory.close();
                    throw e;
                }
            }
        }
        return new SnapshotHome(snapshots, work, marks, user.euid() != 0, directory);
    }

    private static OverlayMarks marks(Path cooper, UserNamespace user) throws IOException {
        try (Directory directory = Directory.open(cooper.toString())) {
            return OverlayMarks.find(directory, user.isRealRoot());
        }
    }

    private static String suffix(UserNamespace user, OverlayMarks marks) {
        if (user.isRealRoot() && marks == OverlayMarks.TRUSTED) {
            return "";
        }
        String text = marks + " " + user.euid() + " " + user.uidMap() + " " + user.gidMap();
        return "-" + Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 6);
    }

    /** Absolute path of the directory that holds the snapshots. */
    String path() {
        return path;
    }

    Path workPath() {
        return workPath;
    }

    OverlayMarks marks() {
        return marks;
    }

    /** Whether all files belong to an ordinary user because there is no user namespace. */
    boolean hasOneOwner() {
        return oneOwner;
    }

    String pathOf(SnapshotId id) {
        return path + "/" + id.value();
    }

    String infoPath(SnapshotId id) {
        return pathOf(id) + "/" + SnapshotInfo.FILE;
    }

    /** Opens the files of a snapshot. */
    Directory data(SnapshotId id) throws IOException {
        try (Directory snapshot = directory.openDirectory(id.value())) {
            return snapshot.openDirectory(DATA);
        } catch (ErrnoException e) {
            throw e.errno() == Errno.ENOENT ? missing(id) : e;
        }
    }

    static IOException missing(SnapshotId id) {
        return new IOException("snapshot " + id + ": not in this store (removed meanwhile?)");
    }

    @Nullable SnapshotInfo infoOrNull(SnapshotId id) throws IOException {
        try (Directory snapshot = directory.openDirectory(id.value());
                InputStream in = snapshot.read(SnapshotInfo.FILE)) {
            return SnapshotInfo.parse(in.readNBytes(1 << 16), infoPath(id));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    /** What is written beside a snapshot that this process holds; read once. */
    SnapshotInfo info(SnapshotId id) throws IOException {
        SnapshotInfo info = known.get(id);
        if (info == null) {
            info = infoOrNull(id);
            if (info == null) {
                throw missing(id);
            }
            known.put(id, info);
        }
        return info;
    }

    List<SnapshotId> list() throws IOException {
        List<SnapshotId> ids = new ArrayList<>();
        for (String name : directory.list()) {
            if (SnapshotId.isValid(name)) {
                ids.add(new SnapshotId(name));
            }
        }
        return ids;
    }

    /** Finds the unpacked layer of a key. */
    @Nullable SnapshotId find(String key) throws IOException {
        for (int attempt = 0; ; attempt++) {
            SnapshotId id = idOf(key, attempt);
            SnapshotInfo info = infoOrNull(id);
            if (info == null) {
                return null;
            }
            if (info.key().equals(key)) {
                return id;
            }
        }
    }

    /** Ids of unpacked layers follow from the key: no index can be out of step with the files. */
    private static SnapshotId idOf(String key, int attempt) {
        byte[] text = (key + "#" + attempt).getBytes(StandardCharsets.UTF_8);
        byte[] hash = HexFormat.of().parseHex(Digest.sha256(text).hex());
        return SnapshotId.of(ByteBuffer.wrap(hash).getLong());
    }

    /**
     * Makes the files in a directory a snapshot.
     *
     * @param parent holds the directory {@code name} that holds {@link #DATA}
     * @return the new snapshot, or the one of the same key that someone else made first
     */
    SnapshotId publish(Directory parent, String name, SnapshotInfo info) throws IOException {
        try (Directory staged = parent.openDirectory(name);
                OutputStream out = staged.create(SnapshotInfo.FILE, 0644)) {
            out.write(info.toBytes());
        }
        boolean keyed = !info.key().equals(SnapshotInfo.NO_KEY);
        for (int attempt = 0; ; attempt++) {
            SnapshotId id =
                    keyed
                            ? idOf(info.key(), attempt)
                            : SnapshotId.of(ThreadLocalRandom.current().nextLong());
            try {
                // The target is never an empty directory, so this never replaces anything.
                parent.rename(name, directory, id.value());
                return id;
            } catch (ErrnoException e) {
                if (e.errno() != Errno.EEXIST && e.errno() != Errno.ENOTEMPTY) {
                    throw e;
                }
            }
            SnapshotInfo other = infoOrNull(id);
            if (keyed && other != null && other.key().equals(info.key())) {
                return id;
            }
        }
    }

    /** Moves a snapshot out of sight; the caller deletes it. */
    void takeAway(SnapshotId id, Directory to, String toName) throws IOException {
        known.remove(id);
        directory.rename(id.value(), to, toName);
    }

    @Override
    public void close() {
        directory.close();
    }
}
