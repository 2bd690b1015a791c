package dev.cooper.trust.log;

import dev.cooper.oci.Digest;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** The hashes of Merkle trees as RFC 6962 has them, and the proofs that others give. */
public final class Merkle {
    /** The most hashes a proof can have: a tree has less than 2<sup>63</sup> leaves. */
    public static final int LONGEST_PROOF = 63;

    private Merkle() {}

    /** Returns the hash of a leaf. */
    public static byte[] leaf(byte[] entry) {
        MessageDigest hash = sha256();
        hash.update((byte) 0);
        return hash.digest(entry);
    }

    /** Returns the hash of what is above two others. */
    public static byte[] node(byte[] left, byte[] right) {
        MessageDigest hash = sha256();
        hash.update((byte) 1);
        hash.update(left);
        return hash.digest(right);
    }

    /** Returns the hash of a tree without leaves. */
    public static byte[] empty() {
        return sha256().digest();
    }

    private static MessageDigest sha256() {
        return Digest.Algorithm.SHA256.newMessageDigest();
    }

    /**
     * Calculates the root of the tree that a leaf is in by a proof.
     *
     * @param leaf the hash of the leaf
     * @param index where the leaf is, from 0
     * @param size how many leaves the tree has
     * @param proof the hashes beside the way up
     * @return empty when the proof is not of a leaf there in a tree of this size
     */
    public static Optional<byte[]> root(byte[] leaf, long index, long size, List<byte[]> proof) {
        if (index < 0 || index >= size || proof.size() > LONGEST_PROOF) {
            return Optional.empty();
        }
        long at = index;
        long last = size - 1;
        byte[] hash = leaf;
        for (byte[] beside : proof) {
            if (last == 0 || beside.length != hash.length) {
                return Optional.empty();
            }
            if ((at & 1) == 1 || at == last) {
                hash = node(beside, hash);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                hash = node(hash, beside);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 ? Optional.of(hash) : Optional.empty();
    }

    /**
     * Tells whether a tree is what an earlier one has grown to.
     *
     * @param first the size of the earlier tree
     * @param firstRoot its root
     * @param second the size of the later tree
     * @param secondRoot its root
     * @param proof what the log gives as proof
     */
    public static boolean isConsistent(
            long first, byte[] firstRoot, long second, byte[] secondRoot, List<byte[]> proof) {
        if (first < 0 || first > second || proof.size() > LONGEST_PROOF + 1) {
            return false;
        }
        if (first == 0) {
            return proof.isEmpty() && MessageDigest.isEqual(firstRoot, empty());
        }
        if (first == second) {
            return proof.isEmpty() && MessageDigest.isEqual(firstRoot, secondRoot);
        }
        boolean whole = Long.bitCount(first) == 1;
        if (proof.isEmpty() && !whole) {
            return false;
        }
        byte[] start = whole ? firstRoot : proof.getFirst();
        return climbs(
                first,
                firstRoot,
                second,
                secondRoot,
                start,
                proof.subList(whole ? 0 : 1, proof.size()));
    }

    private static boolean climbs(
            long first,
            byte[] firstRoot,
            long second,
            byte[] secondRoot,
            byte[] start,
            List<byte[]> proof) {
        long at = first - 1;
        long last = second - 1;
        while ((at & 1) == 1) {
            at >>= 1;
            last >>= 1;
        }
        byte[] early = start;
        byte[] late = start;
        for (byte[] beside : proof) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                early = node(beside, early);
                late = node(beside, late);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                late = node(late, beside);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0
                && MessageDigest.isEqual(early, firstRoot)
                && MessageDigest.isEqual(late, secondRoot);
    }
}
