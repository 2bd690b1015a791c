package dev.cooper.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Set;

class ExpansionTest {
    private static final Map<String, String> VARIABLES =
            Map.of(
                    "v", "value",
                    "empty", "",
                    "path", "/usr/local/lib/libx.so.1.2",
                    "stars", "a*b?c",
                    "two", "one  two",
                    "ünï", "code",
                    "pattern", "*/");

    private static Expansion expansion() {
        return new Expansion(Environment.of(VARIABLES), '\\');
    }

    private static String word(String text) {
        return expansion().word(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "$v | value",
                "a${v}b | avalueb",
                "$vx | ~~",
                "\\$v | $v",
                "\\\\$v | \\value",
                "'$v' | $v",
                "\"$v\" | value",
                "\"\\$v\" | $v",
                "\"a\\tb\" | a\\tb",
                "a\\tb | atb",
                "\"a\\\\b\" | a\\b",
                "'a\\\\b' | a\\\\b",
                "\"it's\" | it's",
                "'say \"x\"' | say \"x\"",
                "tail\\ | tail",
                "$ | $",
                "a$.b | a$.b",
                "$1x | x",
                "${1} | ~~",
                "$@$*$#$?$$$!$- | ~~",
                "$0z | z",
                "$001z | z",
                "$ünï | code",
                "${v}} | value}",
                "a<b | a<b"
            })
    void readsQuotesEscapesAndPlainVariables(String input, String expected) {
        assertEquals(expected, word(input));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "${v:-w} | value",
                "${no:-w} | w",
                "${no-w} | w",
                "${empty:-w} | w",
                "${empty-w} | ~~",
                "${v:+w} | w",
                "${no:+w} | ~~",
                "${empty:+w} | ~~",
                "${empty+w} | w",
                "${no+w} | ~~",
                "${v:?m} | value",
                "${empty?m} | ~~",
                "${no:-${v}} | value",
                "${no:-${nope:-$v}}x | valuex",
                "${no:-a b} | a b",
                "${no:-'$v'} | $v",
                "${no:-\\}} | }",
                "${no:-{x} | {x",
                "${1:-w} | w",
                "${@:-w} | w"
            })
    void choosesByWhetherAVariableIsSet(String input, String expected) {
        assertEquals(expected, word(input));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "${path#*/} | usr/local/lib/libx.so.1.2",
                "${path##*/} | libx.so.1.2",
                "${path%.*} | /usr/local/lib/libx.so.1",
                "${path%%.*} | /usr/local/lib/libx",
                "${path#nope} | /usr/local/lib/libx.so.1.2",
                "${path#} | /usr/local/lib/libx.so.1.2",
                "${path#/?sr} | /local/lib/libx.so.1.2",
                "${stars#a\\*} | b?c",
                "${stars%\\?c} | a*b",
                "${stars#a\\?} | a*b?c",
                "${path#$pattern} | usr/local/lib/libx.so.1.2",
                "${no#x} | ~~",
                "${v#[v]} | value",
                "${path%/*/*} | /usr/local"
            })
    void trimsPrefixesAndSuffixes(String input, String expected) {
        assertEquals(expected, word(input));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "${path/l*l/X} | /usr/Xibx.so.1.2",
                "${path//l/L} | /usr/LocaL/Lib/Libx.so.1.2",
                "${path//./} | /usr/local/lib/libxso12",
                "${path/\\/usr/} | /local/lib/libx.so.1.2",
                "${v/a?/-} | v-ue",
                "${v//?/.} | .....",
                "${v/*/all} | all",
                "${v//*/all} | all",
                "${empty//*/x} | x",
                "${v///x} | value",
                "${v/nope/x} | value",
                "${v/l/$v} | vavalueue",
                "${v//e/$1} | valu",
                "${v/l/\\/} | va\\/ue",
                "${no/a/b} | ~~"
            })
    void replacesTheFirstOrAllMatches(String input, String expected) {
        assertEquals(expected, word(input));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'open",
                "\"open",
                "\"open\\\"",
                "${v",
                "${}",
                "${",
                "${{v}",
                "${:-x}",
                "${.}",
                "${v:=w}",
                "${v=w}",
                "${v:x}",
                "${v:#x}",
                "${v:%x}",
                "${v^}",
                "${v#a\\b}",
                "${v//x}",
                "${v//}",
                "${v/x",
                "${no:-$v",
                "${#v}",
                "${v:"
            })
    void refusesWhatItDoesNotUnderstand(String input) {
        assertThrows(SyntaxException.class, () -> word(input));
    }

    @Test
    void givesTheUsersMessageForARequiredVariable() {
        assertEquals(
                "no: give me a value",
                message("${no:?give me a $nothing$v}".replace("$nothing$v", "value")));
        assertEquals("no: is not allowed to be unset", message("${no?}"));
        assertEquals("empty: is not allowed to be empty", message("${empty:?}"));
        assertTrue(message("${v:=w}").startsWith("unsupported modifier (:=)"));
    }

    private static String message(String input) {
        return assertThrows(SyntaxException.class, () -> word(input)).getMessage();
    }

    @Test
    void splitsWordsAtUnquotedBlanksAlsoThoseOfAValue() {
        assertEquals(List.of("one", "twox"), expansion().words("${two}x"));
        assertEquals(List.of("one  twox"), expansion().words("\"$two\"x"));
        assertEquals(List.of("a b", "c"), expansion().words("a\\ b 'c'"));
        assertEquals(List.of("8080"), expansion().words("80${no:-80}"));
        assertEquals(List.of(), expansion().words("$no "));
    }

    @Test
    void keepsQuotesInHeredocBodiesAndReadsEscapes() {
        assertEquals("\"value\" 'value'\n", expansion().body("\"$v\" '${v}'\n"));
        assertEquals("$v\n", expansion().body("\\$v\n"));
        assertEquals("\n", expansion().body("\\\n"));
        assertEquals("\\\n", expansion().body("\\\\\n"));
        assertEquals("100%\n", expansion().body("100%\n"));
    }

    @Test
    void usesTheBacktickWhenTheFileSaysSo() {
        Expansion expansion = new Expansion(Environment.of(VARIABLES), '`');
        assertEquals("C:\\dir\\value", expansion.word("C:\\dir\\$v"));
        assertEquals("$v", expansion.word("`$v"));
    }

    @Test
    void remembersWhatItLookedUp() {
        Expansion expansion = expansion();
        expansion.word("$v ${no:-${two}} ${gone}");
        assertEquals(Set.of("v", "two"), expansion.used());
        assertEquals(Set.of("no", "gone"), expansion.undefined());
    }

    @Test
    void refusesEndlessNestingAndEndlessValues() {
        String deep = "${no:-".repeat(20_000) + "}".repeat(20_000);
        assertTrue(message(deep).contains("nested more than"));
        String big = "x".repeat(70_000);
        Expansion expansion = new Expansion(Environment.of(Map.of("big", big)), '\\');
        assertThrows(SyntaxException.class, () -> expansion.word("$big".repeat(20)));
        assertThrows(
                SyntaxException.class, () -> expansion.word("${big//x/" + "y".repeat(99) + "}"));
    }

    @Test
    void staysFastOnPatternsThatMakeBacktrackingSlow() {
        Expansion expansion = new Expansion(Environment.of(Map.of("a", "a".repeat(20_000))), '\\');
        assertEquals("a".repeat(20_000), expansion.word("${a//a*a*a*a*b/x}"));
        assertEquals("a".repeat(20_000), expansion.word("${a%%*b*a*a*a}"));
    }
}
