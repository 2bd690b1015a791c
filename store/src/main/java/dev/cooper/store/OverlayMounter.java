package dev.cooper.store;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Mounts;
import dev.cooper.linux.OverlayMount;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Mounts the kernel's overlayfs. */
final class OverlayMounter implements Mounter {
    private final SnapshotHome home;
    private final WorkArea area;

    OverlayMounter(SnapshotHome home, WorkArea area) {
        this.home = home;
        this.area = area;
    }

    /** Tells whether overlays can be mounted here, by mounting one. */
    static boolean works(SnapshotHome home, WorkArea area) throws IOException {
        String name = area.makeDirectory("probe");
        try (Work work = new Work(area, name)) {
            try (Directory directory = work.open()) {
                directory.mkdir(Work.UPPER, 0755);
            }
            new OverlayMounter(home, area).overlay(List.of(SnapshotHome.EMPTY), work).close();
            return true;
        } catch (dev.cooper.linux.ErrnoException e) {
            return false; // whatever the reason, another driver is needed
        }
    }

    @Override
    public Mounted mount(List<SnapshotId> chain, @Nullable Work work) throws IOException {
        List<String> lowers = new ArrayList<>(chain.size() + 1);
        for (SnapshotId id : chain.reversed()) {
            lowers.add(id.value() + "/" + SnapshotHome.DATA);
        }
        if (work == null) {
            if (chain.size() == 1 && !home.info(chain.getFirst()).hasMarks()) {
                return bind(home.path() + "/" + lowers.getFirst());
            }
            String root = RootAttributes.correctedTop(home, area, chain);
            if (root != null) {
                lowers.addFirst(relative(root));
            }
            if (lowers.isEmpty()) {
                return bind(home.path() + "/" + SnapshotHome.EMPTY);
            }
            if (lowers.size() == 1) {
                lowers.add(SnapshotHome.EMPTY); // an overlay without upper needs two
            }
        }
        return overlay(lowers, work);
    }

    private Mounted bind(String source) throws IOException {
        String target = area.makeDirectory(Mounted.PREFIX);
        String path = area.path().resolve(target).toString();
        Mounts.bind(source, path, true, false);
        return new Mounted(path, () -> unmount(path, target));
    }

    private Mounted overlay(List<String> lowers, @Nullable Work work) throws IOException {
        String target = area.makeDirectory(Mounted.PREFIX);
        String path = area.path().resolve(target).toString();
        String upper = null;
        String scratch = null;
        if (work != null) {
            // A fresh one each time: the kernel refuses one that a volatile mount has used.
            String name = area.newName("w");
            try (Directory directory = work.open()) {
                directory.mkdir(name, 0755);
            }
            upper = relative(work.name() + "/" + Work.UPPER);
            scratch = relative(work.name() + "/" + name);
            work.mounted();
        }
        boolean done = false;
        try {
            Mounts.overlay(
                    new OverlayMount(
                            home.path(),
                            lowers,
                            upper,
                            scratch,
                            path,
                            home.marks() == OverlayMarks.USER));
            done = true;
        } finally {
            if (!done) {
                if (work != null) {
                    work.unmounted();
                }
                area.directory().rmdir(target);
            }
        }
        return new Mounted(
                path,
                () -> {
                    unmount(path, target);
                    if (work != null) {
                        work.unmounted();
                    }
                });
    }

    /** Names something in the work area as seen from the snapshots, which lie beside it. */
    private String relative(String name) {
        return "../" + home.workPath().getFileName() + "/" + area.path().getFileName() + "/" + name;
    }

    private void unmount(String path, String target) throws IOException {
        Mounts.unmount(path);
        area.directory().rmdir(target);
    }

    @Override
    public void finish(Work work) {
        // The upper directory already is what it should be.
    }
}
