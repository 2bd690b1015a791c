package dev.cooper.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is written beside a snapshot's files when it is made, and never changed. The file is also
 * what users of the snapshot lock.
 *
 * @param key what an unpacked layer is found by: its diff ID, or {@code chain:} and a chain ID for
 *     layers that only fit their parents; {@code "-"} for snapshots of build steps
 * @param hasMarks whether there may be whiteouts and opaque directories
 * @param rootOpaque whether the layer hides all layers below
 * @param rootExplicit whether the attributes of the root directory come from the layer; otherwise
 *     those of the layers below count
 * @param notes what could not be kept
 */
record SnapshotInfo(
        String key,
        boolean hasMarks,
        boolean rootOpaque,
        boolean rootExplicit,
        Set<SnapshotNote> notes) {
    static final String FILE = "info";
    static final String NO_KEY = "-";
    private static final String HEADER = "cooper snapshot 1";

    /** The snapshot of a build step. */
    static SnapshotInfo ofWork() {
        return new SnapshotInfo(NO_KEY, true, false, true, Set.of());
    }

    byte[] toBytes() {
        StringBuilder out = new StringBuilder(HEADER).append("\nkey ").append(key).append('\n');
        if (hasMarks) {
            out.append("marks\n");
        }
        if (rootOpaque) {
            out.append("root-opaque\n");
        }
        if (rootExplicit) {
            out.append("root-explicit\n");
        }
        for (SnapshotNote note : notes) {
            out.append("note ").append(note.name()).append('\n');
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    static SnapshotInfo parse(byte[] bytes, String path) throws IOException {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n");
        if (lines.length < 2 || !lines[0].equals(HEADER) || !lines[1].startsWith("key ")) {
            throw new IOException(
                    path + ": not the description of a snapshot; remove its directory");
        }
        boolean marks = false;
        boolean opaque = false;
        boolean explicit = false;
        Set<SnapshotNote> notes = EnumSet.noneOf(SnapshotNote.class);
        for (String line : lines) {
            marks |= line.equals("marks");
            opaque |= line.equals("root-opaque");
            explicit |= line.equals("root-explicit");
            if (line.startsWith("note ")) {
                notes.add(SnapshotNote.valueOf(line.substring(5)));
            }
        }
        return new SnapshotInfo(lines[1].substring(4), marks, opaque, explicit, notes);
    }
}
