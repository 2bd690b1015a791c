package dev.cooper.scan.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

/** Scores of known vulnerabilities: those of 4.0 are published as FIRST's examples. */
class CvssTest {
    @ParameterizedTest
    @CsvSource({
        "7.3, AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
        "7.7, AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
        "8.3, AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N",
        "4.6, AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N",
        "5.1, AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N",
        "6.9, AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N",
        "5.9, AV:L/AC:L/AT:N/PR:H/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:N",
        "9.4, AV:L/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H",
        "8.3, AV:P/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:H/SA:N/S:P/V:D",
        "6.4, AV:A/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:H/SI:N/SA:H",
        "8.6, AV:P/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H",
        "7.1, AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N",
        "8.2, AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N",
        "8.7, AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:L",
        "8.3, AV:L/AC:L/AT:N/PR:H/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N",
        "5.4, AV:P/AC:L/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
        "9.4, AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/S:P/AU:Y/V:C/RE:L",
    })
    void scoresOfFourthAreThosePublished(double score, String metrics) {
        assertEquals(Optional.of(score), Cvss.score("CVSS:4.0/" + metrics));
    }

    @ParameterizedTest
    @CsvSource({
        "6.1, AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N",
        "6.4, AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N",
        "3.1, AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N",
        "9.9, AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H",
        "4.2, AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:L/A:N",
        "7.5, AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N",
        "7.8, AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H",
        "9.8, AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "6.8, AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "5.8, AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:L/A:N",
        "0.0, AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N",
    })
    void scoresOfThirdAreThosePublished(double score, String metrics) {
        assertEquals(Optional.of(score), Cvss.score("CVSS:3.1/" + metrics));
    }

    @Test
    void threatAndEnvironmentDoNotCount() {
        String base = "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
        assertEquals(Optional.of(7.7), Cvss.score(base + "/E:U"));
        assertEquals(Optional.of(7.7), Cvss.score(base + "/E:X/CR:X/MSI:S/AU:X/U:Amber"));
    }

    @Test
    void vectorsThatLackOrInventSomethingHaveNoScore() {
        assertEquals(Optional.empty(), Cvss.score("CVSS:4.0/AV:N"));
        assertEquals(
                Optional.empty(),
                Cvss.score("CVSS:4.0/AV:Z/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"));
        assertEquals(
                Optional.empty(),
                Cvss.score("CVSS:4.0/AV:NN/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"));
        assertEquals(
                Optional.empty(),
                Cvss.score("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:S"));
    }
}
