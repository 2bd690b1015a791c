package dev.cooper.store;

import dev.cooper.oci.Descriptor;

/** Watches a copy. Called from several threads. */
public interface CopyEvents {
    /** Watches nothing. */
    CopyEvents NONE = new CopyEvents() {};

    /** A blob or manifest starts to move. */
    default void started(Descriptor blob) {}

    /**
     * Some of it moved.
     *
     * @param position how many bytes are there by now; may go back when an upload starts again
     */
    default void moved(Descriptor blob, long position) {}

    /**
     * It is there.
     *
     * @param before whether it was there before
     */
    default void done(Descriptor blob, boolean before) {}
}
