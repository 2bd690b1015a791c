package dev.cooper.store;

import java.io.IOException;

/** Finds out which driver works here. */
final class Drivers {
    private Drivers() {}

    static SnapshotDriver find(SnapshotHome home, WorkArea area) throws IOException {
        return OverlayMounter.works(home, area) ? SnapshotDriver.OVERLAY : SnapshotDriver.COPY;
    }

    static Mounter open(
            SnapshotDriver driver, SnapshotHome home, WorkArea area, SnapshotOptions options) {
        return switch (driver) {
            case OVERLAY -> new OverlayMounter(home, area);
            case FUSE_OVERLAYFS -> new FuseMounter();
            case COPY -> new CopyMounter(home, area, options.ignoreOwnership());
        };
    }
}
