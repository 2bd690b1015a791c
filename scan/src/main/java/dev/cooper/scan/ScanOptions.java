package dev.cooper.scan;

import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.license.LicensePolicy;
import dev.cooper.scan.match.MatchOptions;
import dev.cooper.scan.report.Scanner;
import dev.cooper.scan.secret.SecretRules;
import dev.cooper.scan.vex.Suppressions;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is looked for, and what of it is shown.
 *
 * @param scanners what is looked for
 * @param configScanners what is looked for in the configuration of an image, besides
 * @param match which vulnerabilities are shown
 * @param packages which packages of lock files count
 * @param secretRules by what secrets are found
 * @param licenses of which category licences are
 * @param licenseFiles how sure a licence in a file that is of no package must be, from 0 to 1;
 *     empty where such files are not looked into
 * @param suppressions what need not be shown
 * @param skipDirectories patterns of directories of images whose files do not count
 * @param skipFiles patterns of files of images that do not count
 */
public record ScanOptions(
        Set<Scanner> scanners,
        Set<Scanner> configScanners,
        MatchOptions match,
        PackageChoice packages,
        SecretRules secretRules,
        LicensePolicy licenses,
        Optional<Double> licenseFiles,
        Suppressions suppressions,
        List<String> skipDirectories,
        List<String> skipFiles) {
    public ScanOptions {
        scanners = Set.copyOf(scanners);
        configScanners = Set.copyOf(configScanners);
        skipDirectories = List.copyOf(skipDirectories);
        skipFiles = List.copyOf(skipFiles);
    }

    boolean shows(Severity severity) {
        return match.severities().contains(severity);
    }
}
