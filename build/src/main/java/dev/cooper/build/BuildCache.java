package dev.cooper.build;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Flock;
import dev.cooper.store.LocalStore;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.SnapshotUsage;
import dev.cooper.store.Snapshots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What builds keep for later builds: unpacked layers and results of steps (snapshots), and the
 * directories of cache mounts. All of it can be made again.
 */
public final class BuildCache {
    private final LocalStore store;
    private final Snapshots snapshots;

    /**
     * The cache of a store.
     *
     * @param store the store
     * @param snapshots the snapshots of the same store
     */
    public BuildCache(LocalStore store, Snapshots snapshots) {
        this.store = store;
        this.snapshots = snapshots;
    }

    /**
     * One thing that is kept.
     *
     * @param id names it
     * @param kind {@code snapshot} or {@code cache mount}
     * @param bytes what it takes on the disk
     * @param used when it was made or last changed
     */
    public record Item(String id, String kind, long bytes, Instant used) {}

    /**
     * What a prune did.
     *
     * @param removed the ids of what was removed
     * @param kept how many things stayed because a running build uses them
     * @param bytes what was freed
     */
    public record Pruned(List<String> removed, int kept, long bytes) {
        /** Copies the list. */
        public Pruned {
            removed = List.copyOf(removed);
        }
    }

    /**
     * Lists what is kept.
     *
     * @return the items, snapshots first
     * @throws IOException when it cannot be read
     */
    public List<Item> items() throws IOException {
        List<Item> items = new ArrayList<>();
        for (SnapshotId id : snapshots.list()) {
            SnapshotUsage usage = snapshots.usage(id);
            items.add(new Item(id.value(), "snapshot", usage.bytes(), made(id)));
        }
        for (Path mount : cacheMounts()) {
            items.add(
                    new Item(
                            mountName(mount),
                            "cache mount",
                            size(mount),
                            Files.getLastModifiedTime(mount).toInstant()));
        }
        return items;
    }

    /**
     * Removes what no running build uses.
     *
     * @param until keeps what was made later than this; absent removes whatever its age
     * @param all whether to empty cache mounts and to forget what went into each step, too
     * @return what was done
     * @throws IOException when something cannot be removed
     */
    public Pruned prune(Optional<Instant> until, boolean all) throws IOException {
        snapshots.cleanStale();
        List<String> removed = new ArrayList<>();
        long bytes = 0;
        int kept = 0;
        for (SnapshotId id : snapshots.list()) {
            if (until.isPresent() && made(id).isAfter(until.get())) {
                continue;
            }
            long size = snapshots.usage(id).bytes();
            if (snapshots.remove(List.of(id)).isEmpty()) {
                removed.add(id.value());
                bytes += size;
            } else {
                kept++;
            }
        }
        for (Path mount : all ? cacheMounts() : List.<Path>of()) {
            if (until.isPresent()
                    && Files.getLastModifiedTime(mount).toInstant().isAfter(until.get())) {
                continue;
            }
            long size = size(mount);
            if (removeMount(mount)) {
                removed.add(mountName(mount));
                bytes += size;
            } else {
                kept++;
            }
        }
        removeRecords(until, all);
        return new Pruned(removed, kept, bytes);
    }

    /** When a snapshot was made, as far as its files tell. */
    private Instant made(SnapshotId id) throws IOException {
        for (Path home : snapshotDirectories()) {
            try {
                Path info = home.resolve(id.value()).resolve("info");
                return Files.getLastModifiedTime(info).toInstant();
            } catch (NoSuchFileException e) {
                // it is one of another user's
            }
        }
        return Instant.EPOCH;
    }

    private List<Path> snapshotDirectories() throws IOException {
        try (Stream<Path> files = Files.list(store.home().resolve("cooper"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("snapshots"))
                    .sorted()
                    .toList();
        }
    }

    /** Records of results that are gone are useless, except to explain a later miss. */
    private void removeRecords(Optional<Instant> until, boolean all) throws IOException {
        if (until.isPresent()) {
            return;
        }
        Path cache = store.directory("cache");
        List<String> results = List.of("records", "layers");
        for (String kind : all ? List.of("records", "layers", "inputs", "steps") : results) {
            Path directory = cache.resolve(kind);
            if (!Files.isDirectory(directory)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private List<Path> cacheMounts() throws IOException {
        Path directory = store.directory("mounts");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> mounts = Files.list(directory)) {
            return mounts.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static String mountName(Path mount) throws IOException {
        Path name = mount.resolve("id");
        return Files.exists(name) ? Files.readString(name) : mount.getFileName().toString();
    }

    /** Empties the numbered directories of a mount; false when a build uses one of them. */
    private static boolean removeMount(Path mount) throws IOException {
        boolean all = true;
        try (Directory directory = Directory.open(mount.toString())) {
            for (String name : directory.list()) {
                if (!isNumber(name)) {
                    continue;
                }
                try (Flock alone = Flock.tryExclusive(mount.resolve(name + ".lock").toString())) {
                    if (alone == null) {
                        all = false;
                    } else {
                        directory.removeTree(name);
                    }
                }
            }
        }
        return all;
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static long size(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
