package dev.cooper.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "abc, abc, true",
        "*, abc, true",
        "*c, abc, true",
        "a*, a/b, false",
        "a*/b, abc/b, true",
        "a*b*c*d, axbxcxxd, true",
        "a*b?c*x, abxbbxdbxebxczzy, false",
        "ab[c], abc, true",
        "ab[b-d], abc, true",
        "ab[e-g], abc, false",
        "ab[^c], abc, false",
        "ab[^e-g], abc, true",
        "a\\*b, a*b, true",
        "a\\*b, ab, false",
        "a?b, a/b, false",
        "a[^x]b, a/b, false",
        "[\\]a], ], true",
        "[\\-x], -, true",
        "a**b, a/b, false",
        "a**b, axxb, true",
        "*.?o, foo.go, true",
        "ü?, üß, true",
    })
    void matchesNamesAsGoDoes(String pattern, String path, boolean expected) {
        assertEquals(expected, Glob.of(pattern).matches(path));
    }

    @ParameterizedTest
    @CsvSource({
        "**, a/b/c, true",
        "**/x, x, true",
        "**/x, a/b/x, true",
        "**/x, a/bx, false",
        "a/**, a, false",
        "a/**, a/b, true",
        "a/**, a/b/c, true",
        "a/**, ab, false",
        "a**, a, true",
        "a**, abc/d, true",
        "a/**/b, a/b, true",
        "a/**/b, a/x/y/b, true",
        "a/**/b, a/xb, false",
        "**.pyc, x/y.pyc, true",
        "**.pyc, y.pyc, true",
        "**/*.pyc, y.pyc, true",
        "**/*.pyc, a/y.pyc, true",
        "*.pyc, a/y.pyc, false",
        "**/a/**, x/a/y, true",
        "**/a/**, a, false",
        "**/[a-c]?, z/bx, true",
        "a/**/*/b, a/b, false",
        "a/**/*/b, a/x/b, true",
    })
    void spansDirectoriesWhenDeep(String pattern, String path, boolean expected) {
        assertEquals(expected, Glob.deep(pattern).matches(path));
    }

    @Test
    void refusesPatternsThatGoRefuses() {
        for (String bad :
                new String[] {"[", "[a", "[]", "[]a]", "[^", "[a-", "[-x]", "[a-]", "a\\"}) {
            assertThrows(SyntaxException.class, () -> Glob.of(bad), bad);
        }
    }

    @Test
    void tellsWildcardsFromEscapedOnes() {
        assertTrue(Glob.hasWildcard("a/*.txt"));
        assertTrue(Glob.hasWildcard("a[0]"));
        assertFalse(Glob.hasWildcard("a\\*b"));
        assertFalse(Glob.hasWildcard("plain/path"));
    }

    @Test
    void knowsWhereNothingBelowCanMatch() {
        assertTrue(Glob.of("a/*/c").mayMatchBelow("a"));
        assertTrue(Glob.of("a/*/c").mayMatchBelow("a/x"));
        assertFalse(Glob.of("a/*/c").mayMatchBelow("b"));
        assertFalse(Glob.of("a/*/c").mayMatchBelow("a/x/c"));
        assertTrue(Glob.of("a/*/c").mayMatchBelow(""));
        assertTrue(Glob.deep("**/x").mayMatchBelow("any/where"));
        assertFalse(Glob.deep("src/**").mayMatchBelow("lib"));
    }

    @Test
    void staysFastOnPatternsThatMakeBacktrackingSlow() {
        String pattern = "*a".repeat(40) + "b";
        assertFalse(Glob.of(pattern).matches("a".repeat(5_000)));
    }
}
