package dev.cooper.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Simplifies chains of snapshots without changing what they show. */
final class Chains {
    private Chains() {}

    /**
     * Leaves out layers that are hidden whole by an opaque root further up, and repetitions: only
     * the topmost of equal layers shows, and overlayfs refuses to take a directory twice.
     */
    static List<SnapshotId> visible(SnapshotHome home, List<SnapshotId> chain) throws IOException {
        List<SnapshotId> topFirst = new ArrayList<>();
        Set<SnapshotId> seen = new HashSet<>();
        for (SnapshotId id : chain.reversed()) {
            if (seen.add(id)) {
                topFirst.add(id);
            }
            if (home.info(id).rootOpaque()) {
                break;
            }
        }
        return List.copyOf(topFirst.reversed());
    }
}
