package dev.cooper.store;

import dev.cooper.linux.Mounts;
import dev.cooper.linux.OverlayMount;

import java.io.IOException;

/** The kernel's overlayfs. */
final class KernelLayering implements Layering {
    @Override
    public void mount(OverlayMount overlay) throws IOException {
        Mounts.overlay(overlay);
    }

    @Override
    public boolean canBind() {
        return true;
    }

    @Override
    public void finish(Work work) {
        // The upper directory already is what it should be.
    }
}
