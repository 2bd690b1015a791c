package dev.cooper.scan.vex;

/**
 * Why two things are not the same.
 *
 * @param depth how much of them is the same, to find the most telling of several
 * @param why as a part of a sentence
 */
record Mismatch(int depth, String why) {
    /** They are the same. */
    static final Mismatch NONE = new Mismatch(Integer.MAX_VALUE, "");

    boolean holds() {
        return depth == Integer.MAX_VALUE;
    }

    Mismatch farther(Mismatch other) {
        return other.depth > depth ? other : this;
    }
}
