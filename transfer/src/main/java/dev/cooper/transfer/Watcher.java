package dev.cooper.transfer;

import dev.cooper.oci.Descriptor;

/** Hears how layers move. Called from any thread. */
public interface Watcher {
    /** Hears nothing. */
    Watcher NONE =
            new Watcher() {
                @Override
                public void waits(Descriptor layer) {}

                @Override
                public void isThere(Descriptor layer) {}

                @Override
                public void moved(Descriptor layer, long bytes) {}

                @Override
                public void arrived(Descriptor layer) {}
            };

    /** A layer will be moved. */
    void waits(Descriptor layer);

    /** A layer need not be moved: it is there already. */
    void isThere(Descriptor layer);

    /**
     * A layer moves.
     *
     * @param bytes how many of it were moved so far
     */
    void moved(Descriptor layer, long bytes);

    /** All bytes of a layer were moved. */
    void arrived(Descriptor layer);
}
