package dev.cooper.trust.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class CheckTest {
    private static final Check GOOD = Check.passed("digest", "it is the same");
    private static final Check BAD = Check.failed("signature", "it is not of the key");
    private static final Check UNKNOWN = Check.notChecked("log", "the log cannot be reached");

    @Test
    void nothingPassesBecauseItCouldNotBeChecked() {
        assertFalse(Check.all("all", List.of(GOOD, UNKNOWN)).isPassed());
        assertFalse(Check.all("all", List.of()).isPassed());
        assertFalse(Check.any("any", List.of(UNKNOWN, BAD)).isPassed());
        assertFalse(Check.any("any", List.of()).isPassed());
        assertTrue(Check.any("any", List.of(BAD, GOOD)).isPassed());
        assertTrue(Check.all("all", List.of(GOOD, GOOD)).isPassed());
    }

    @Test
    void saysTheFirstReasonOfWhatWeighsMost() {
        Check inner = Check.all("inner", List.of(UNKNOWN, BAD));
        assertEquals(
                "signature: it is not of the key", Check.all("all", List.of(GOOD, inner)).why());
        assertEquals(
                "log: the log cannot be reached", Check.all("all", List.of(GOOD, UNKNOWN)).why());
        assertEquals("", GOOD.why());
    }
}
