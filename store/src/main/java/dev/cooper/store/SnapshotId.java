package dev.cooper.store;

/**
 * Names a snapshot in one store. Ids are short because the kernel takes the names of all layers of
 * a mount in one page; they say nothing about the content.
 *
 * @param value ten characters, {@code a} to {@code z} and {@code 2} to {@code 7}
 */
public record SnapshotId(String value) {
    static final int LENGTH = 10;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    /** Refuses anything that is no id: it becomes a file name. */
    public SnapshotId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("no snapshot id: '" + value + "'");
        }
    }

    static boolean isValid(String value) {
        if (value.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            if (ALPHABET.indexOf(value.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Makes an id of the lower 50 bits. */
    static SnapshotId of(long bits) {
        StringBuilder out = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            out.append(ALPHABET.charAt((int) (bits >>> (5 * i)) & 31));
        }
        return new SnapshotId(out.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
