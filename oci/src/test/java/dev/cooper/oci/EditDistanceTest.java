package dev.cooper.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EditDistanceTest {
    @Test
    void countsLettersThatWereChangedAddedOrLeftOut() {
        assertEquals(0, EditDistance.between("chmod", "chmod"));
        assertEquals(1, EditDistance.between("chmood", "chmod"));
        assertEquals(3, EditDistance.between("kitten", "sitting"));
        assertEquals(5, EditDistance.between("", "chmod"));
    }

    @Test
    void swappedNeighboursAreOneMistake() {
        assertEquals(1, EditDistance.between("lates", "latse"));
        assertEquals(1, EditDistance.between("amd64", "amd46"));
    }
}
