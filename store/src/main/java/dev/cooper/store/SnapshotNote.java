package dev.cooper.store;

/** What could not be kept when a layer was unpacked; the layer's blob still has it. */
public enum SnapshotNote {
    /** Files belong to the user of this process because the namespace maps no other users. */
    OWNERSHIP_IGNORED("owners of files were ignored: this user namespace maps a single user"),
    /** Device nodes are missing because only root of the machine may make them. */
    DEVICES_SKIPPED("device nodes were left out: only root of the machine may make them"),
    /** Extended attributes are missing because the file system or the kernel refused them. */
    XATTRS_SKIPPED("some extended attributes were left out: the file system refused them");

    private final String text;

    SnapshotNote(String text) {
        this.text = text;
    }

    /** Returns one sentence for the user, without a full stop. */
    public String text() {
        return text;
    }
}
