package dev.cooper.scan.license;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.scan.advisory.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class LicensePolicyTest {
    private static final LicensePolicy USUAL = LicensePolicy.of(Map.of(), List.of());

    private static Category category(String expression) {
        return LicenseExpression.parse(expression).category(USUAL).orElseThrow();
    }

    @Test
    void sortsLicensesByWhatTheyAsk() {
        assertEquals(Category.FORBIDDEN, category("AGPL-3.0-or-later"));
        assertEquals(Category.RESTRICTED, category("GPL-2.0-only"));
        assertEquals(Category.RECIPROCAL, category("MPL-2.0"));
        assertEquals(Category.NOTICE, category("apache-2.0"));
        assertEquals(Category.UNENCUMBERED, category("CC0-1.0"));
        assertEquals(Category.UNKNOWN, category("Our Company's Own"));
        assertEquals(Severity.CRITICAL, Category.FORBIDDEN.severity());
        assertEquals(Severity.UNKNOWN, Category.UNKNOWN.severity());
    }

    @Test
    void knowsTheNamesThatPackagesUse() {
        for (Map.Entry<String, String> each :
                Map.of(
                                "GPL-2+", "GPL-2.0-or-later",
                                "GPLv3", "GPL-3.0-only",
                                "LGPL-2.1+", "LGPL-2.1-or-later",
                                "LGPLv2+", "LGPL-2.0-or-later",
                                "Expat", "MIT",
                                "Apache License, Version 2.0", "Apache-2.0",
                                "The MIT License", "MIT",
                                "BSD-3-clause", "BSD-3-Clause",
                                "GNU General Public License v2.0", "GPL-2.0-only",
                                "public-domain", "CC0-1.0")
                        .entrySet()) {
            assertEquals(each.getValue(), LicenseExpression.parse(each.getKey()).toString());
        }
    }

    @Test
    void aChoiceTakesTheBestAndASumTheWorst() {
        assertEquals(Category.NOTICE, category("GPL-2.0-only OR MIT"));
        assertEquals(Category.RESTRICTED, category("GPL-2.0-only AND MIT"));
        assertEquals(Category.RESTRICTED, category("MIT AND (GPL-3.0-only OR LGPL-2.1-only)"));
        assertEquals(Category.NOTICE, category("(MIT AND ISC) OR AGPL-3.0-only"));
        assertEquals(Category.NOTICE, category("MIT/Apache-2.0"));
        assertEquals(Category.RESTRICTED, category("GPL-2+ and Expat"));
        assertEquals(Category.RESTRICTED, category("GPL-2.0-only WITH Classpath-exception-2.0"));
    }

    @Test
    void theUnknownDecidesOnlyWhereNothingWorseIsKnown() {
        assertEquals(Category.NOTICE, category("MIT OR Own"));
        assertEquals(Category.UNKNOWN, category("MIT AND Own"));
        assertEquals(Category.FORBIDDEN, category("AGPL-3.0-only AND Own"));
        assertEquals(Category.RESTRICTED, category("GPL-2.0-only OR Own"));
    }

    @Test
    void whatIsNotAnExpressionIsOneLicense() {
        assertEquals("MIT AND", LicenseExpression.parse("MIT AND").toString());
        assertEquals("(MIT AND ISC", LicenseExpression.parse("(MIT AND ISC").toString());
        String deep = "(".repeat(10_000) + "MIT AND ISC" + ")".repeat(10_000);
        assertEquals(deep, LicenseExpression.parse(deep).toString());
    }

    @Test
    void aPolicyMayPutThemElsewhere() {
        LicensePolicy own =
                LicensePolicy.of(
                        Map.of(
                                Category.FORBIDDEN,
                                List.of("GPL-2.0 WITH Classpath-exception-2.0", "MIT")),
                        List.of("ISC", "GPL-3.0-only"));
        assertEquals(Optional.of(Category.FORBIDDEN), LicenseExpression.parse("MIT").category(own));
        assertEquals(
                Optional.of(Category.UNKNOWN),
                LicenseExpression.parse("AGPL-3.0-only").category(own));
        assertEquals(Optional.empty(), LicenseExpression.parse("ISC").category(own));
        assertEquals(
                Optional.empty(), LicenseExpression.parse("ISC OR GPL-2.0-only").category(own));
        assertEquals(
                Optional.of(Category.RESTRICTED),
                LicenseExpression.parse("ISC AND GPL-2.0-only").category(own));
    }
}
