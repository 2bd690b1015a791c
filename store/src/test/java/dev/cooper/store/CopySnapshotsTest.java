package dev.cooper.store;

class CopySnapshotsTest extends SnapshotsContract {
    @Override
    SnapshotDriver driver() {
        return SnapshotDriver.COPY;
    }

    @Override
    SnapshotOptions options() {
        return super.options().withIgnoreOwnership(true);
    }
}
