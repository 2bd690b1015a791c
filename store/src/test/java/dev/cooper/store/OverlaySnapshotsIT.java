package dev.cooper.store;

import dev.cooper.testkit.Machine;

import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;

class OverlaySnapshotsIT extends SnapshotsContract {
    @Override
    SnapshotDriver driver() {
        return SnapshotDriver.OVERLAY;
    }

    @BeforeEach
    @Override
    void open() throws IOException {
        Machine.requireRoot();
        super.open();
    }
}
