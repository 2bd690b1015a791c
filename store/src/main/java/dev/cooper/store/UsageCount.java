package dev.cooper.store;

import dev.cooper.linux.Directory;
import dev.cooper.linux.DirectoryEntry;
import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Counts the files of a snapshot once and keeps the result beside them. */
final class UsageCount {
    private static final String FILE = "usage";

    private final Set<Long> linked = new HashSet<>();
    private long bytes;
    private long files;

    private UsageCount() {}

    static SnapshotUsage of(SnapshotHome home, SnapshotId id) throws IOException {
        try (Directory snapshot = Directory.open(home.pathOf(id))) {
            SnapshotUsage known = read(snapshot);
            if (known != null) {
                return known;
            }
            UsageCount count = new UsageCount();
            try (Directory data = snapshot.openDirectory(SnapshotHome.DATA)) {
                count.add(data);
            }
            SnapshotUsage usage = new SnapshotUsage(count.bytes, count.files);
            write(snapshot, usage);
            return usage;
        } catch (ErrnoException e) {
            throw e.errno() == Errno.ENOENT ? SnapshotHome.missing(id) : e;
        }
    }

    private void add(Directory directory) throws IOException {
        for (DirectoryEntry entry : directory.entries()) {
            Stat stat = directory.stat(entry.name());
            files++;
            if (stat.nlink() == 1 || stat.isDirectory() || linked.add(stat.inode())) {
                bytes += stat.blocks() * 512;
            }
            if (entry.type() == FileType.DIRECTORY) {
                try (Directory inner = directory.openDirectory(entry.name())) {
                    add(inner);
                }
            }
        }
    }

    private static @Nullable SnapshotUsage read(Directory snapshot) throws IOException {
        if (snapshot.statOrNull(FILE) == null) {
            return null;
        }
        try (InputStream in = snapshot.read(FILE)) {
            String text = new String(in.readNBytes(100), StandardCharsets.US_ASCII);
            int space = text.indexOf(' ');
            return new SnapshotUsage(
                    Long.parseLong(text.substring(0, space)),
                    Long.parseLong(text.substring(space + 1).strip()));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return null; // cut short by a crash: counted again
        }
    }

    private static void write(Directory snapshot, SnapshotUsage usage) {
        String name = FILE + "-" + Long.toHexString(System.nanoTime());
        try {
            try (OutputStream out = snapshot.create(name, 0644)) {
                String text = usage.bytes() + " " + usage.files() + "\n";
                out.write(text.getBytes(StandardCharsets.US_ASCII));
            }
            snapshot.rename(name, snapshot, FILE);
        } catch (IOException e) {
            // On a read-only store the figure is right all the same, only not remembered.
            return;
        }
    }
}
