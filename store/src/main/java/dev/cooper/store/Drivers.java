package dev.cooper.store;

import java.io.IOException;

/** Finds out which driver works here. */
final class Drivers {
    private Drivers() {}

    static SnapshotDriver find(SnapshotHome home, WorkArea area) throws IOException {
        if (home.marks() != OverlayMarks.FILES
                && new OverlayMounter(home, area, new KernelLayering()).works()) {
            return SnapshotDriver.OVERLAY;
        }
        FuseLayering fuse = FuseLayering.find(home.marks());
        if (fuse != null && new OverlayMounter(home, area, fuse).works()) {
            return SnapshotDriver.FUSE_OVERLAYFS;
        }
        return SnapshotDriver.COPY;
    }

    static Mounter open(
            SnapshotDriver driver, SnapshotHome home, WorkArea area, SnapshotOptions options)
            throws IOException {
        return switch (driver) {
            case OVERLAY -> new OverlayMounter(home, area, new KernelLayering());
            case FUSE_OVERLAYFS -> new OverlayMounter(home, area, fuse(home));
            case COPY -> new CopyMounter(home, area, options.ignoreOwnership());
        };
    }

    private static FuseLayering fuse(SnapshotHome home) throws IOException {
        FuseLayering fuse = FuseLayering.find(home.marks());
        if (fuse == null) {
            throw new IOException(
                    "driver fuse-overlayfs: the program is not in the PATH; install the package"
                            + " fuse-overlayfs or choose another driver");
        }
        return fuse;
    }
}
