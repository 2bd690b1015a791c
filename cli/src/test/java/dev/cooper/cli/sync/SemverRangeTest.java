package dev.cooper.cli.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SemverRangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                ">= 3.12.0          | 3.12.0 3.20 v4     | 3.11.9 3.9 latest 4.0.0-rc1",
                ">=1.2, <2          | 1.2 1.9.9          | 2.0.0 1.1",
                ">= 1.2 < 2         | 1.2.1              | 2",
                "^1.2.3             | 1.2.3 1.9.0        | 2.0.0 1.2.2",
                "^0.2.3             | 0.2.3 0.2.9        | 0.3.0",
                "^0                 | 0.9                | 1.0.0",
                "~1.2.3             | 1.2.9              | 1.3.0",
                "~1                 | 1.9                | 2.0",
                "1.2.x              | 1.2.0 1.2.9        | 1.3.0",
                "1                  | 1.0.0 1.9.9        | 2.0.0",
                "*                  | 0.1 9.9            | 1-alpha",
                "1.2 - 1.4.5        | 1.2 1.4.5          | 1.4.6 1.1.9",
                "!=1.2.3            | 1.2.4              | 1.2.3",
                "1.2.3 / 2.x        | 1.2.3 2.5          | 1.2.4 3.0",
                ">1.2               | 1.3.0              | 1.2.9",
                "<=1.2              | 1.2.9 1.0          | 1.3.0",
                ">=1.0.0-rc.2       | 1.0.0-rc.10 1.0.0  | 1.0.0-rc.1 1.0.0-beta",
            })
    void takesVersionsInsideAndLeavesTheOthers(String range, String inside, String outside) {
        SemverRange parsed = SemverRange.parse(range.replace("/", "||").strip());
        for (String version : inside.strip().split(" +")) {
            assertEquals(true, parsed.fits(version), version);
        }
        for (String version : outside.strip().split(" +")) {
            assertEquals(false, parsed.fits(version), version);
        }
    }

    @Test
    void whatIsNoRangeIsRefused() {
        for (String text : new String[] {"", "latest", ">=", "1.2.3.4", ">= a", "1 ||"}) {
            assertThrows(SyntaxException.class, () -> SemverRange.parse(text), text);
        }
    }
}
