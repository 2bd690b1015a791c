package dev.cooper.store;

import dev.cooper.archive.TarWriter;
import dev.cooper.linux.Directory;
import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.Flock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The unpacked layers of a store: made from blobs or by build steps, shown together as file
 * systems, written back as layers. A snapshot is one directory in the form of an overlay's upper
 * directory and never changes; a file system is a chain of snapshots, bottom first.
 *
 * <p>Any number of processes may use one store. What a process has unpacked, committed, looked up
 * or mounted is not removed by others while it lives; what a killed process left is deleted by the
 * next one. Safe for use by several threads.
 */
public final class Snapshots implements AutoCloseable {
    private final SnapshotHome home;
    private final SnapshotOptions options;
    private final Holds holds;
    private final Set<SnapshotNote> notes = EnumSet.noneOf(SnapshotNote.class);
    private @Nullable WorkArea area;
    private @Nullable Mounter mounter;
    private @Nullable SnapshotDriver driver;

    private Snapshots(SnapshotHome home, SnapshotOptions options) {
        this.home = home;
        this.options = options;
        this.holds = new Holds(home);
    }

    /**
     * Opens the snapshots of a store.
     *
     * @param store the store's home; its directory {@code cooper} is made when missing
     */
    public static Snapshots open(Path store, SnapshotOptions options) throws IOException {
        try {
            return new Snapshots(SnapshotHome.open(store), options);
        } catch (IOException e) {
            throw StoreFault.explained(e, store.toString());
        }
    }

    /** Returns the driver in use: the one that is asked for, or the best that works here. */
    public synchronized SnapshotDriver driver() throws IOException {
        SnapshotDriver found = driver;
        if (found == null) {
            found =
                    options.driver().isPresent()
                            ? options.driver().get()
                            : Drivers.find(home, area());
            driver = found;
        }
        return found;
    }

    private synchronized Mounter mounter() throws IOException {
        Mounter found = mounter;
        if (found == null) {
            found = Drivers.open(driver(), home, area(), options);
            mounter = found;
        }
        return found;
    }

    private synchronized WorkArea area() throws IOException {
        WorkArea found = area;
        if (found == null) {
            WorkArea.cleanStale(home.workPath());
            found = WorkArea.open(home.workPath());
            area = found;
        }
        return found;
    }

    /** Starts a layer: an empty place for changes. Closing it forgets them. */
    public Work prepare() throws IOException {
        try {
            WorkArea place = area();
            Work work = new Work(place, place.makeDirectory("n"));
            try (Directory directory = work.open()) {
                directory.mkdir(Work.UPPER, 0755);
            }
            return work;
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /**
     * Shows a chain of snapshots as one file system.
     *
     * @param chain bottom first; may be empty
     * @param work gets the changes, and must be mounted on the same chain every time; null for a
     *     view that must not be written to (the copy driver cannot enforce it)
     */
    public Mounted mount(List<SnapshotId> chain, @Nullable Work work) throws IOException {
        try {
            for (SnapshotId id : chain) {
                holds.hold(id);
            }
            List<SnapshotId> visible = Chains.visible(home, chain);
            if (work != null && work.startsOn(visible)) {
                try (Directory upper = work.openUpper()) {
                    RootAttributes.apply(home, visible, upper);
                }
            }
            holds.mounted(visible);
            boolean done = false;
            try {
                Mounted mounted = show(visible, work);
                done = true;
                return new Mounted(
                        mounted.root(),
                        () -> {
                            mounted.close();
                            holds.unmounted(visible);
                        });
            } finally {
                if (!done) {
                    holds.unmounted(visible);
                }
            }
        } catch (IOException e) {
            throw explained(e);
        }
    }

    private Mounted show(List<SnapshotId> chain, @Nullable Work work) throws IOException {
        if (work != null && chain.isEmpty()) {
            // Nothing below: the layer itself is the file system.
            work.mounted();
            return new Mounted(work.upperPath(), work::unmounted);
        }
        return mounter().mount(chain, work);
    }

    /**
     * Makes the changes of a work a snapshot. All its mounts must be closed; the work ends.
     *
     * @return the new snapshot, which goes on top of the chain that the work was mounted on
     */
    public SnapshotId commit(Work work) throws IOException {
        try (work) {
            work.end();
            // A work that was never mounted on anything is finished as it is.
            Mounter driving = work.chain().isEmpty() ? null : mounter();
            if (driving != null) {
                driving.finish(work);
            }
            WorkArea place = area();
            String staged = place.makeDirectory("s");
            try (Directory from = work.open();
                    Directory to = place.directory().openDirectory(staged)) {
                from.rename(Work.UPPER, to, SnapshotHome.DATA);
            }
            SnapshotId id = home.publish(place.directory(), staged, SnapshotInfo.ofWork());
            holds.hold(id);
            if (driving != null) {
                driving.committed(work, id);
            }
            return id;
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /**
     * Puts a snapshot that was made on nothing onto a chain. The directories on the way to its
     * files keep the owner, mode and extended attributes that they have in the chain, as if its
     * layer had no entries for them.
     *
     * @param path absolute; those of its components are the way that are directories in both
     * @return the snapshot itself when that changes nothing, else a new one
     */
    public SnapshotId graft(SnapshotId id, List<SnapshotId> chain, String path) throws IOException {
        try {
            holds.hold(id);
            for (SnapshotId below : chain) {
                holds.hold(below);
            }
            List<SnapshotId> visible = Chains.visible(home, chain);
            Graft graft = Graft.of(home, id, visible, path, options.ignoreOwnership());
            if (graft.changesNothing()) {
                return id;
            }
            try (Work work = prepare()) {
                try (Directory from = home.data(id);
                        Directory to = work.openUpper()) {
                    graft.fill(from, to);
                    RootAttributes.apply(home, List.of(id), to);
                }
                return commit(work);
            }
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /**
     * Unpacks the layers of an image, several at a time; layers that this store has unpacked before
     * are not read. The digest of each is verified before it becomes visible.
     *
     * @param layers bottom first
     * @return the chain of their snapshots
     */
    public List<SnapshotId> unpack(List<LayerSource> layers) throws IOException {
        try {
            List<SnapshotId> ids = new LayerQueue(home, area(), options, layers).run();
            for (SnapshotId id : ids) {
                holds.hold(id);
                addNotes(home.info(id).notes());
            }
            return ids;
        } catch (IOException e) {
            throw explained(e);
        }
    }

    private void addNotes(Set<SnapshotNote> more) {
        synchronized (notes) {
            notes.addAll(more);
        }
    }

    /** Returns what could not be kept in the layers that were unpacked or found so far. */
    public Set<SnapshotNote> notes() {
        synchronized (notes) {
            return Set.copyOf(notes);
        }
    }

    /**
     * Writes a snapshot as a layer: whiteouts for deleted files, hard links, extended attributes.
     * The same files give the same bytes.
     *
     * @param tar gets the entries; it is not finished
     * @param parents the chain below the snapshot, bottom first
     */
    public void writeLayer(
            SnapshotId id, TarWriter tar, LayerOptions layerOptions, List<SnapshotId> parents)
            throws IOException {
        holds.hold(id);
        for (SnapshotId parent : parents) {
            holds.hold(parent);
        }
        List<SnapshotId> below = Chains.visible(home, parents);
        SnapshotInfo info = home.info(id);
        SnapshotId rootBelow = RootAttributes.source(home, below);
        LayerDump dump = new LayerDump(tar, layerOptions, home.marks(), home.hasOneOwner());
        try (Directory data = home.data(id);
                MergedDirectory merged = MergedDirectory.root(home, below);
                Directory root = rootBelow == null ? null : home.data(rootBelow)) {
            if (info.rootExplicit()) {
                dump.writeRoot(data, root);
            }
            dump.writeChildren(data, "", merged);
        }
    }

    /** Tells whether a snapshot is there; if so, it stays while this is open. */
    public boolean contains(SnapshotId id) throws IOException {
        if (!holds.tryHold(id)) {
            return false;
        }
        addNotes(home.info(id).notes());
        return true;
    }

    /** Returns all snapshots, in no particular order of time. */
    public List<SnapshotId> list() throws IOException {
        return home.list();
    }

    /** Counts what a snapshot takes on the disk; the result is remembered beside it. */
    public SnapshotUsage usage(SnapshotId id) throws IOException {
        return UsageCount.of(home, id);
    }

    /**
     * Removes snapshots. Those that are mounted, or that another process uses, stay.
     *
     * @return what stayed
     */
    public List<SnapshotId> remove(Collection<SnapshotId> ids) throws IOException {
        List<SnapshotId> kept = new ArrayList<>();
        try {
            WorkArea place = area();
            for (SnapshotId id : ids) {
                String trash = place.newName("x");
                try (Flock alone = holds.tryExclude(id)) {
                    if (alone == null) {
                        kept.add(id);
                        continue;
                    }
                    home.takeAway(id, place.directory(), trash);
                } catch (ErrnoException e) {
                    if (e.errno() != Errno.ENOENT) {
                        throw e;
                    }
                    continue; // someone else removed it
                }
                place.directory().removeTree(trash);
            }
        } catch (IOException e) {
            throw explained(e);
        }
        return kept;
    }

    /** Deletes what killed processes left behind. Done by itself before the first change, too. */
    public void cleanStale() throws IOException {
        try {
            WorkArea.cleanStale(home.workPath());
        } catch (IOException e) {
            throw explained(e);
        }
    }

    private IOException explained(IOException e) {
        return StoreFault.explained(e, home.path());
    }

    /** Takes all mounts away and forgets all works that are not committed. */
    @Override
    public synchronized void close() throws IOException {
        try (holds;
                home) {
            WorkArea place = area;
            if (place != null) {
                place.close();
            }
        }
    }
}
