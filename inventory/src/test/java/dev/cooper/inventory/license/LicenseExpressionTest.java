package dev.cooper.inventory.license;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LicenseExpressionTest {
    @ParameterizedTest
    @CsvSource({
        "mit, MIT",
        "MIT OR apache-2.0, MIT OR Apache-2.0",
        "(MIT AND(BSD-3-Clause)) or ISC, (MIT AND (BSD-3-Clause)) OR ISC",
        "GPL-2.0+, GPL-2.0+",
        "Apache-2.0+, Apache-2.0+",
        "GPL-2.0-only WITH classpath-exception-2.0, GPL-2.0-only WITH Classpath-exception-2.0",
        "GPLv2+, ''",
        "MIT OR, ''",
        "MIT Apache-2.0, ''",
        "(MIT, ''",
        "MIT), ''",
        "GPL-2.0-only WITH MIT, ''",
        "'', ''",
    })
    void expressionsOfListedLicencesAreUnderstood(String text, String canonical) {
        assertEquals(canonical, LicenseExpression.parse(text).orElse(""));
        String deep = "(".repeat(1000) + text + ")".repeat(1000);
        assertEquals("", LicenseExpression.parse(deep).orElse(""));
    }
}
