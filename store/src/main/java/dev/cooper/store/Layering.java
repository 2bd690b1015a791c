package dev.cooper.store;

import dev.cooper.linux.OverlayMount;

import java.io.IOException;

/** A file system that lays directories over each other. */
sealed interface Layering permits KernelLayering, FuseLayering {
    /** Mounts one. */
    void mount(OverlayMount overlay) throws IOException;

    /** Tells whether a single directory can be shown read-only without it. */
    boolean canBind();

    /** Brings the upper directory of a work into the form that the kernel uses. */
    void finish(Work work) throws IOException;
}
