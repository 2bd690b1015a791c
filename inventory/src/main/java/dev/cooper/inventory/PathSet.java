package dev.cooper.inventory;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;

/**
 * Paths of files, as hashes: eight bytes for each, enough to tell whether one is among them. What a
 * distribution with a merged /usr calls {@code bin/sh} and {@code usr/bin/sh} is the same path.
 */
final class PathSet {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private final long[] sorted;

    private PathSet(long[] sorted) {
        this.sorted = sorted;
    }

    static PathSet of(Collection<String> paths) {
        long[] hashes = new long[paths.size()];
        int count = 0;
        for (String path : paths) {
            hashes[count++] = hash(path);
        }
        Arrays.sort(hashes);
        return new PathSet(hashes);
    }

    /** Collects paths, eight bytes for each; those that come twice may be counted twice. */
    static final class Builder {
        private long[] hashes = new long[16];
        private int count;

        void add(String path) {
            if (count == hashes.length) {
                hashes = Arrays.copyOf(hashes, 2 * count);
            }
            hashes[count++] = hash(path);
        }

        void addAll(Builder other) {
            int needed = count + other.count;
            hashes = Arrays.copyOf(hashes, Math.max(hashes.length, needed));
            System.arraycopy(other.hashes, 0, hashes, count, other.count);
            count = needed;
        }

        PathSet build() {
            long[] sorted = Arrays.copyOf(hashes, count);
            Arrays.sort(sorted);
            return new PathSet(sorted);
        }
    }

    /** The same set, of what {@link #hashes} returned. */
    static PathSet ofHashes(long[] hashes) {
        long[] sorted = hashes.clone();
        Arrays.sort(sorted);
        return new PathSet(sorted);
    }

    boolean has(String path) {
        return Arrays.binarySearch(sorted, hash(path)) >= 0;
    }

    /** Whether it has a path or one of the directories above it. */
    boolean hasOnTheWayTo(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (has(path.substring(0, slash))) {
                return true;
            }
        }
        return has(path);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathSet set && Arrays.equals(sorted, set.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }

    long[] hashes() {
        return sorted.clone();
    }

    /** FNV-1a over the characters. Who can choose paths that collide can leave them out as well. */
    private static long hash(String path) {
        long hash = OFFSET;
        for (int i = merged(path) ? 4 : 0; i < path.length(); i++) {
            hash = (hash ^ path.charAt(i)) * PRIME;
        }
        hash ^= hash >>> 32;
        return hash * PRIME;
    }

    private static boolean merged(String path) {
        return path.startsWith("usr/bin/")
                || path.startsWith("usr/sbin/")
                || path.startsWith("usr/lib");
    }
}
