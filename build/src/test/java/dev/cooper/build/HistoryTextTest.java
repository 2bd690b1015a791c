package dev.cooper.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Healthcheck;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class HistoryTextTest {
    @Test
    void aRunNamesItsArgumentsInOrder() {
        assertEquals(
                "RUN /bin/sh -c make # buildkit",
                HistoryText.run(Map.of(), List.of("/bin/sh", "-c", "make")));
        Map<String, String> args = new LinkedHashMap<>();
        args.put("B", "2");
        args.put("A", "");
        assertEquals("RUN |2 B=2 A= x # buildkit", HistoryText.run(args, List.of("x")));
    }

    @Test
    void listsArePrintedAsGoDoes() {
        assertEquals("CMD [\"a\" \"b c\"]", HistoryText.command("CMD", List.of("a", "b c")));
        assertEquals("CMD []", HistoryText.command("CMD", List.of()));
        assertEquals(
                "EXPOSE [80/tcp 81/udp]", HistoryText.list("EXPOSE", List.of("80/tcp", "81/udp")));
    }

    @Test
    void quotedWordsEscapeWhatGoEscapes() {
        assertEquals(
                "CMD [\"\\\"\\\\\\n\\t\\x1b\\x7f\\a\\v'é\"]",
                HistoryText.command("CMD", List.of("\"\\\n\t\u001b\u007f\u0007\u000b'é")));
        assertEquals("CMD [\"\\xff\"]", HistoryText.command("CMD", List.of("\udcff")));
    }

    @Test
    void aHealthcheckEndsInItsRetriesAsACharacter() {
        assertEquals(
                "HEALTHCHECK &{[\"CMD-SHELL\" \"true\"] \"30s\" \"0s\" \"0s\" \"0s\" '\\x00'}",
                healthcheck(0));
        assertEquals("'\\x03'}", end(3));
        assertEquals("'\\n'}", end(10));
        assertEquals("'\\''}", end('\''));
        assertEquals("'\"'}", end('"'));
        assertEquals("'A'}", end('A'));
    }

    @Test
    void retriesBeyondAllCharactersAreStillPrinted() {
        assertEquals("'\ufffd'}", end(2_000_000));
        assertEquals("'\ufffd'}", end(0xd800));
    }

    private static String end(int retries) {
        String text = healthcheck(retries);
        return text.substring(text.indexOf('\''));
    }

    private static String healthcheck(int retries) {
        return HistoryText.healthcheck(
                new Healthcheck(List.of("CMD-SHELL", "true"), 30_000_000_000L, 0, 0, 0, retries));
    }

    @Test
    void durationsAreWordedAsGoDoes() {
        assertEquals("0s", GoDuration.format(0));
        assertEquals("1ns", GoDuration.format(1));
        assertEquals("1.5µs", GoDuration.format(1_500));
        assertEquals("100ms", GoDuration.format(100_000_000));
        assertEquals("1.5s", GoDuration.format(1_500_000_000L));
        assertEquals("1m30s", GoDuration.format(90_000_000_000L));
        assertEquals("1h0m0s", GoDuration.format(3_600_000_000_000L));
        assertEquals("25h0m0.001s", GoDuration.format(90_000_001_000_000L));
    }
}
