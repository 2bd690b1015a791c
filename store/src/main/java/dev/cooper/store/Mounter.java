package dev.cooper.store;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** Shows chains of snapshots as file systems, in one of the ways of {@link SnapshotDriver}. */
sealed interface Mounter permits OverlayMounter, CopyMounter {

    /**
     * Shows layers.
     *
     * @param chain bottom first, without repetitions and without layers that others hide whole
     * @param work gets the changes; null for a view that nobody may write to
     */
    Mounted mount(List<SnapshotId> chain, @Nullable Work work) throws IOException;

    /** Brings the changes of a work that is not mounted any more into its upper directory. */
    void finish(Work work) throws IOException;

    /** Hears that a finished work has become a snapshot; its directory is still there. */
    default void committed(Work work, SnapshotId id) throws IOException {}
}
