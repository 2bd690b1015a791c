package dev.cooper.registry.storage;

/**
 * How large the parts of an object are: the first ones all alike, then as many twice as large, and
 * so on. So small parts do for most uploads, and the ten thousand that S3 takes reach 5 TiB.
 *
 * @param first how many bytes each of the first ones has
 * @param alike how many have the same size
 */
record PartSizes(int first, int alike) {
    /** The most parts that S3 takes. */
    static final int MOST = 10_000;

    /** Eleven sizes of 900 parts each, the first of them the least that S3 takes, reach 5 TiB. */
    static final int ALIKE = 900;

    /** A part may have 5 GiB; each waits on this machine's disk until it is full. */
    private static final long LARGEST = 4L << 30;

    private static final int LARGEST_FIRST = 1 << 30;

    /** How large a part is, counted from 0. */
    long size(int part) {
        return Math.min((long) first << Math.min(part / alike, 30), LARGEST);
    }

    /** The first byte of a part, counted from 0. */
    long start(int part) {
        long start = 0;
        int before = 0;
        for (; part - before >= alike; before += alike) {
            start += alike * size(before);
        }
        return start + (part - before) * size(before);
    }

    /** Larger ones from the beginning, if an object of that length can then do with parts alike. */
    PartSizes forLength(long length) {
        long megabytes = length / alike / (1 << 20) + 1;
        long fitting = Math.min(megabytes << 20, LARGEST_FIRST);
        return length <= start(alike) ? this : new PartSizes((int) Math.max(first, fitting), alike);
    }
}
