package dev.cooper.store;

import dev.cooper.archive.TarLimits;

import java.util.Optional;

/**
 * How a store's snapshots are made.
 *
 * @param driver the driver to use; when absent the best that works here is found by trying
 * @param ignoreOwnership in a user namespace that maps a single user: give all files to it instead
 *     of refusing layers that have files of others
 * @param limits what one layer may hold
 */
public record SnapshotOptions(
        Optional<SnapshotDriver> driver, boolean ignoreOwnership, TarLimits limits) {
    /** Finds the driver, keeps owners, and takes any layer that a real image can have. */
    public static final SnapshotOptions DEFAULT =
            new SnapshotOptions(Optional.empty(), false, TarLimits.DEFAULT);

    /** These options with a driver that must be used. */
    public SnapshotOptions withDriver(SnapshotDriver forced) {
        return new SnapshotOptions(Optional.of(forced), ignoreOwnership, limits);
    }

    /** These options with another treatment of owners that are not mapped. */
    public SnapshotOptions withIgnoreOwnership(boolean ignore) {
        return new SnapshotOptions(driver, ignore, limits);
    }

    /** These options with other limits. */
    public SnapshotOptions withLimits(TarLimits newLimits) {
        return new SnapshotOptions(driver, ignoreOwnership, newLimits);
    }
}
