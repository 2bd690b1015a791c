package dev.cooper.store;

import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Peers;

import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class FuseSnapshotsIT extends SnapshotsContract {
    @Override
    SnapshotDriver driver() {
        return SnapshotDriver.FUSE_OVERLAYFS;
    }

    @BeforeEach
    @Override
    void open() throws IOException {
        Machine.requireRoot();
        Peers.require("fuse-overlayfs");
        Machine.require(Files.isReadable(Path.of("/dev/fuse")), "/dev/fuse");
        super.open();
    }
}
