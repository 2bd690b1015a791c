package dev.cooper.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PathsTest {
    @Test
    void pathsAreJoinedAndNeverLeaveTheRoot() {
        assertEquals("/a/b", Paths.join("/a", "b"));
        assertEquals("/b", Paths.join("/a", "/b"));
        assertEquals("/", Paths.join("/a", "../../.."));
        assertEquals("/a/c", Paths.join("/a", "./b/../c/"));
    }

    @Test
    void destinationKeepsWhatSaysThatItIsADirectory() {
        assertEquals("/w/x/", Paths.destination("/w", "x/"));
        assertEquals("/w/", Paths.destination("/w", "."));
        assertEquals("/w/", Paths.destination("/w", ""));
        assertEquals("/", Paths.destination("/w", "/"));
        assertEquals("/w/x", Paths.destination("/w", "x"));
    }
}
