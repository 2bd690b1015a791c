package dev.cooper.trust.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

class MerkleTest {
    private static final int SIZE = 37;

    private static MerkleTree tree(int size) {
        MerkleTree tree = new MerkleTree();
        for (int i = 0; i < size; i++) {
            tree.append(leaf(i));
        }
        return tree;
    }

    private static byte[] leaf(int i) {
        return Merkle.leaf(("entry " + i).getBytes(StandardCharsets.UTF_8));
    }

    /** The root as RFC 6962 defines it, by nothing but the definition. */
    private static byte[] defined(int from, int to) {
        if (to - from == 1) {
            return leaf(from);
        }
        int middle = from + Integer.highestOneBit(to - from - 1);
        return Merkle.node(defined(from, middle), defined(middle, to));
    }

    @Test
    void theEmptyTreeAndTheEmptyLeafHashAsTheStandardSays() {
        assertEquals(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                HexFormat.of().formatHex(new MerkleTree().root()));
        assertEquals(
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                HexFormat.of().formatHex(Merkle.leaf(new byte[0])));
    }

    @Test
    void aTreeKnowsTheRootsOfAllTheTreesItHasBeen() {
        MerkleTree tree = tree(SIZE);
        for (int size = 1; size <= SIZE; size++) {
            assertArrayEquals(defined(0, size), tree.root(size));
        }
    }

    @Test
    void everyLeafOfEveryTreeIsProvedAndNoOther() {
        MerkleTree tree = tree(SIZE);
        for (int size = 1; size <= SIZE; size++) {
            byte[] root = tree.root(size);
            for (int i = 0; i < size; i++) {
                List<byte[]> proof = tree.inclusion(i, size);
                assertArrayEquals(root, Merkle.root(leaf(i), i, size, proof).orElseThrow());
                for (int other = 0; other < size; other++) {
                    if (other != i) {
                        assertFalse(
                                Merkle.root(leaf(i), other, size, proof)
                                        .filter(found -> Arrays.equals(found, root))
                                        .isPresent());
                    }
                }
            }
        }
    }

    @Test
    void proofsThatAreTooLongOrTooShortProveNothing() {
        MerkleTree tree = tree(8);
        List<byte[]> proof = new ArrayList<>(tree.inclusion(3, 8));
        proof.add(leaf(0));
        assertTrue(Merkle.root(leaf(3), 3, 8, proof).isEmpty());
        assertTrue(Merkle.root(leaf(3), 3, 8, proof.subList(0, 2)).isEmpty());
        assertTrue(Merkle.root(leaf(3), 8, 8, proof.subList(0, 3)).isEmpty());
        assertTrue(Merkle.root(leaf(3), -1, 8, proof.subList(0, 3)).isEmpty());
    }

    @Test
    void everyTreeIsProvedToHaveGrownFromEverySmallerOne() {
        MerkleTree tree = tree(SIZE);
        byte[] foreign = Merkle.leaf(new byte[] {1});
        for (int second = 0; second <= SIZE; second++) {
            for (int first = 0; first <= second; first++) {
                List<byte[]> proof = tree.consistency(first, second);
                byte[] early = tree.root(first);
                byte[] late = tree.root(second);
                assertTrue(Merkle.isConsistent(first, early, second, late, proof));
                assertFalse(Merkle.isConsistent(first, foreign, second, late, proof));
                if (first > 0) {
                    assertFalse(Merkle.isConsistent(first, early, second, foreign, proof));
                }
            }
        }
    }
}
