package dev.cooper.scan.version;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Orders that are known of the two schemes for which no program can be asked here: apk-tools
 * documents and tests its own, NuGet's follows from Semantic Versioning 2.0.0 and its documentation
 * ("Package versioning").
 */
class PublishedVersionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.34 > 0.1.0_alpha",
                "0.1.0_alpha = 0.1.0_alpha",
                "0.1.0_alpha2 > 0.1.0_alpha",
                "1.0.4-r3 < 1.0.4-r4",
                "1.3.5-r10 > 1.3.5-r9",
                "1.1 > 1.1_alpha1",
                "1.2 < 1.3_alpha",
                "1.3_alpha2 < 1.3_alpha3",
                "0.13_beta5 > 0.9.12",
                "2.3.0b-r1 < 2.3.0b-r2",
                "2.5.1-r8 < 2.5.1a-r1",
                "0.15.1b-r2 > 0.15.1b",
                "1.1a < 1.3a",
                "1.7 < 1.7b",
                "5b-r9 > 2.2.10",
                "3.1_p16 < 3.1_p17",
                "1.0_p10-r0 > 1.0_p9-r0",
                "4.5_p1-r1 > 4.5_p1",
                "1.06-r6 < 006",
                "006 > 1.0.0",
                "1.02.07 < 1.02.10-r1",
                "2.02.06 < 2.02.10",
                "0.98 < 1.00",
                "7.0.17 < 7.0.174",
                "20050718-r1 < 20050718-r2",
                "3.0.20060720 < 20060720",
                "0.20070118 < 0.20070207_rc1",
                "0.20070207_rc1 < 1.0",
                "2.0.0_rc3-r1 > 1.5",
                "0.10.0 < 0.10.1_rc1",
                "2.9.11_pre20051101-r3 > 2.9.11_pre20051101",
                "2.9.11_pre20051101 < 2.9.11_pre20061021-r1",
                "1.0.0_pre20191002222144-r0 < 1.0.0_pre20210530193627-r0",
                "0.1.0_alpha_pre2 < 0.1.0_alpha",
                "1.3-r0 < 1.3.1-r0",
                "1.3_pre1-r1 < 1.3.2",
                "0.9.28-r2 < 0.9.28.1",
                "1.2.9.1-r1 > 1.2.9.1",
                "087-r1 < 103",
                "021109-r3 < 20060512"
            })
    void apkOrders(String fact) {
        check(VersionScheme.APK, fact);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0 = 1.0.0",
                "1.0.0 = 1.0.0.0",
                "1.0.0.1 > 1.0.0",
                "1.01.1 = 1.1.1",
                "1.0.0+build1 = 1.0.0+build2",
                "1.0.0-alpha < 1.0.0-alpha.1",
                "1.0.0-alpha.1 < 1.0.0-alpha.beta",
                "1.0.0-alpha.beta < 1.0.0-beta",
                "1.0.0-beta < 1.0.0-beta.2",
                "1.0.0-beta.2 < 1.0.0-beta.11",
                "1.0.0-beta.11 < 1.0.0-rc.1",
                "1.0.0-rc.1 < 1.0.0",
                "1.0.0-BETA = 1.0.0-beta",
                "1.0.1-aaa < 1.0.1-zzz",
                "1.0.1-open < 1.0.1-zzz",
                "1.0.1-zzz < 1.0.1",
                "13.0.1 > 9.0.1",
                "4.7.0.9 < 4.7.0.10",
                "8.0.0-preview.7.23375.6 < 8.0.0-rc.1.23419.4"
            })
    void nugetOrders(String fact) {
        check(VersionScheme.NUGET, fact);
    }

    private static void check(VersionScheme scheme, String fact) {
        String[] words = fact.split(" ", -1);
        int wanted = words[1].equals("<") ? -1 : words[1].equals(">") ? 1 : 0;
        assertEquals(wanted, Integer.signum(scheme.compare(words[0], words[2])), fact);
        assertEquals(-wanted, Integer.signum(scheme.compare(words[2], words[0])), fact);
    }
}
