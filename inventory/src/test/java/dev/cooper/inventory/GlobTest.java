package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "a/b, a/b, true",
        "/a/b/, a/b, true",
        "./a, a, true",
        "a, a/b, false",
        "*, a, true",
        "*, a/b, false",
        "**, a/b/c, true",
        "**/c, c, true",
        "**/c, a/b/c, true",
        "**/c, a/bc, false",
        "a/**/d, a/d, true",
        "a/**/d, a/b/c/d, true",
        "a?c, abc, true",
        "*.tx?, b.txt, true",
        "*.*.txt, b.txt, false",
        "a*a*a*a*b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false",
    })
    void patternsMatchWholePaths(String pattern, String path, boolean matches) {
        assertEquals(matches, new Glob(pattern).matches(path));
    }
}
