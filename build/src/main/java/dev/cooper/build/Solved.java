package dev.cooper.build;

import dev.cooper.oci.Digest;
import dev.cooper.store.SnapshotId;

import java.time.Instant;
import java.util.Optional;

/**
 * A vertex's result.
 *
 * @param key the canonical cache key; vertices on top put it into theirs
 * @param layer the snapshot the vertex adds to its root; empty for scratch and an image
 * @param created when it was made
 * @param fresh whether it was forced to be made anew, so that what builds on it must be too
 */
record Solved(Digest key, Optional<SnapshotId> layer, Instant created, boolean fresh) {}
