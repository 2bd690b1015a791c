package dev.cooper.store;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.Mounts;
import dev.cooper.linux.OverlayMount;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Mounts overlays of layer directories. */
final class OverlayMounter implements Mounter {
    private final SnapshotHome home;
    private final WorkArea area;
    private final Layering layering;

    OverlayMounter(SnapshotHome home, WorkArea area, Layering layering) {
        this.home = home;
        this.area = area;
        this.layering = layering;
    }

    /** Tells whether overlays can be mounted here, by mounting one. */
    boolean works() throws IOException {
        Work work = new Work(area, area.makeDirectory("probe"));
        try (work;
                Directory directory = work.open()) {
            directory.mkdir(Work.UPPER, 0755);
            return canMount(work);
        }
    }

    private boolean canMount(Work work) throws IOException {
        try {
            overlay(List.of(SnapshotHome.EMPTY), work).close();
            return true;
        } catch (ErrnoException e) {
            return switch (e.errno()) {
                // These say what is wrong with the store, not with overlays.
                case Errno.ENOSPC, Errno.EROFS, Errno.EDQUOT -> throw e;
                default -> false;
            };
        } catch (IOException e) {
            return false; // the program said why it cannot
        }
    }

    @Override
    public Mounted mount(List<SnapshotId> chain, @Nullable Work work) throws IOException {
        List<String> lowers = new ArrayList<>(chain.size() + 1);
        for (SnapshotId id : chain.reversed()) {
            lowers.add(id.value() + "/" + SnapshotHome.DATA);
        }
        if (work == null) {
            if (layering.canBind()
                    && chain.size() == 1
                    && !home.info(chain.getFirst()).hasMarks()) {
                return bind(home.path() + "/" + lowers.getFirst());
            }
            String root = RootAttributes.correctedTop(home, area, chain);
            if (root != null) {
                lowers.addFirst(relative(root));
            }
            if (lowers.isEmpty() && layering.canBind()) {
                return bind(home.path() + "/" + SnapshotHome.EMPTY);
            }
            if (lowers.isEmpty()) {
                lowers.add(SnapshotHome.EMPTY);
            } else if (lowers.size() == 1 && layering.canBind()) {
                lowers.add(SnapshotHome.EMPTY); // the kernel wants two when there is no upper
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
            layering.mount(
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
    public void finish(Work work) throws IOException {
        layering.finish(work);
    }
}
