package dev.cooper.trust.log;

import java.util.ArrayList;
import java.util.List;

/**
 * A Merkle tree that grows, in memory, with the proofs of all the trees it has been: 64 bytes a
 * leaf and what Java adds to them. Not safe for several threads at once.
 */
public final class MerkleTree {
    /** The hashes of all whole subtrees, by the logarithm of their size. */
    private final List<List<byte[]>> levels = new ArrayList<>();

    /** Makes a tree without leaves. */
    public MerkleTree() {
        levels.add(new ArrayList<>());
    }

    /** Returns how many leaves there are. */
    public long size() {
        return levels.getFirst().size();
    }

    /**
     * Adds a leaf.
     *
     * @param leaf its hash, {@link Merkle#leaf}
     * @return its index
     */
    public long append(byte[] leaf) {
        long index = size();
        byte[] hash = leaf;
        for (int level = 0; ; level++) {
            if (levels.size() == level) {
                levels.add(new ArrayList<>());
            }
            List<byte[]> row = levels.get(level);
            row.add(hash);
            if ((row.size() & 1) == 1) {
                return index;
            }
            hash = Merkle.node(row.get(row.size() - 2), hash);
        }
    }

    /** Returns the hash of a leaf. */
    public byte[] leaf(long index) {
        return levels.getFirst().get(Math.toIntExact(index));
    }

    /**
     * Returns the hash of a whole subtree.
     *
     * @param level the logarithm of how many leaves it has, from 0
     * @param index how many of these are before it
     * @throws IndexOutOfBoundsException when the tree has none such
     */
    public byte[] node(int level, long index) {
        return levels.get(level).get(Math.toIntExact(index));
    }

    /** Returns the root. */
    public byte[] root() {
        return root(size());
    }

    /**
     * Returns the root that the tree had.
     *
     * @param size how many leaves it had, at most {@link #size}
     */
    public byte[] root(long size) {
        check(0, size);
        return size == 0 ? Merkle.empty() : hash(0, size);
    }

    /**
     * Proves that a leaf is in the tree as it was.
     *
     * @param index of the leaf
     * @param size how many leaves the tree had
     */
    public List<byte[]> inclusion(long index, long size) {
        check(index, size - 1);
        List<byte[]> proof = new ArrayList<>();
        inclusion(index, 0, size, proof);
        return proof;
    }

    /** Proves that the tree of one size grew to the tree of another. */
    public List<byte[]> consistency(long first, long second) {
        check(first, second);
        List<byte[]> proof = new ArrayList<>();
        if (first > 0 && first < second) {
            consistency(first, 0, second, true, proof);
        }
        return proof;
    }

    private void check(long small, long large) {
        if (small < 0 || small > large || large > size()) {
            throw new IllegalArgumentException(small + " and " + large + " of " + size());
        }
    }

    private void inclusion(long index, long from, long to, List<byte[]> proof) {
        if (to - from == 1) {
            return;
        }
        long middle = from + Long.highestOneBit(to - from - 1);
        if (index < middle) {
            inclusion(index, from, middle, proof);
            proof.add(hash(middle, to));
        } else {
            inclusion(index, middle, to, proof);
            proof.add(hash(from, middle));
        }
    }

    private void consistency(long first, long from, long to, boolean known, List<byte[]> proof) {
        if (first == to) {
            if (!known) {
                proof.add(hash(from, to));
            }
            return;
        }
        long middle = from + Long.highestOneBit(to - from - 1);
        if (first <= middle) {
            consistency(first, from, middle, known, proof);
            proof.add(hash(middle, to));
        } else {
            consistency(first, middle, to, false, proof);
            proof.add(hash(from, middle));
        }
    }

    private byte[] hash(long from, long to) {
        long count = to - from;
        if (Long.bitCount(count) == 1 && from % count == 0) {
            int level = Long.numberOfTrailingZeros(count);
            return levels.get(level).get(Math.toIntExact(from / count));
        }
        long middle = from + Long.highestOneBit(count - 1);
        return Merkle.node(hash(from, middle), hash(middle, to));
    }
}
