package dev.cooper.cli.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class NewerTagsTest {
    @Test
    void areOfTheSameVariant() {
        List<String> tags =
                List.of("12", "12.5", "12.6-slim", "12.10-slim", "12.6", "13.1-slim", "13.2-rc1");
        assertEquals(
                List.of("12.10-slim", "13.1-slim", "12.6-slim"),
                NewerTags.of("12.5-slim", tags, 5));
        assertEquals(List.of("12.6"), NewerTags.of("12.5", tags, 5));
        assertEquals(List.of(), NewerTags.of("12", tags, 5));
    }

    @Test
    void theNewestOfEachLineComesFirst() {
        List<String> tags = List.of("1.9", "1.8", "2.0", "2.1", "3.0", "1.7");
        assertEquals(List.of("1.9", "3.0", "2.1"), NewerTags.of("1.7", tags, 3));
        assertEquals(List.of("1.9", "3.0", "2.1", "2.0", "1.8"), NewerTags.of("1.7", tags, 9));
    }

    @Test
    void datesAreNoVersionsAndNamesAreNotOrdered() {
        List<String> tags = List.of("20240408", "bookworm-20260110", "trixie-20260110", "24");
        assertEquals(List.of("24"), NewerTags.of("22", tags, 5));
        assertEquals(List.of("bookworm-20260110"), NewerTags.of("bookworm-20250101", tags, 5));
        assertEquals(List.of(), NewerTags.of("latest", tags, 5));
        assertEquals(List.of(), NewerTags.of("1", List.of("9".repeat(30), "1"), 5));
    }
}
