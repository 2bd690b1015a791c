package dev.cooper.scan.finding;

import dev.cooper.scan.advisory.Severity;

/** Something that is wrong with an image, a file or a package. */
public sealed interface Finding
        permits VulnerabilityFinding, MisconfigurationFinding, SecretFinding, LicenseFinding {

    /** By which ignore files and statements name it: a CVE, a check, a rule, a licence. */
    String id();

    /** How bad it is. */
    Severity severity();
}
