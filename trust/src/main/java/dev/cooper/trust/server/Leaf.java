package dev.cooper.trust.server;

/** A record of a log. */
final class Leaf {
    private final long index;
    private final long note;
    private final byte[] content;

    /**
     * Makes one.
     *
     * @param index from 0
     * @param note what the service keeps beside the content, mostly a time
     */
    Leaf(long index, long note, byte[] content) {
        this.index = index;
        this.note = note;
        this.content = content;
    }

    long index() {
        return index;
    }

    long note() {
        return note;
    }

    /** What the tree is over. */
    byte[] content() {
        return content;
    }
}
