package dev.cooper.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class NearestTagsTest {
    private static final List<String> TAGS =
            List.of("1.0", "1.1", "1.1.1", "2.0", "latest", "lates", "1.1-slim", "main");

    @Test
    void misspelledTagFindsTheOneMeant() {
        assertEquals("latest", NearestTags.of("lastest", TAGS).getFirst());
        assertEquals("main", NearestTags.of("mian", TAGS).getFirst());
    }

    @Test
    void versionFindsItsNeighbours() {
        assertEquals(List.of("1.1.1", "1.1", "1.0"), NearestTags.of("1.1.2", TAGS));
    }

    @Test
    void sentenceFitsTheNumberOfTags() {
        assertEquals("; the repository has no tags", NearestTags.hint("a", List.of()));
        assertEquals("; the only tag is b", NearestTags.hint("a", List.of("b")));
        assertEquals("; there are b, c", NearestTags.hint("a", List.of("c", "b")));
        assertEquals("; the nearest tags are 1.1.1, 1.1, 1.0", NearestTags.hint("1.1.2", TAGS));
    }
}
