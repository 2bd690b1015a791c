package dev.cooper.scan;

import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.match.MatchOptions;
import dev.cooper.scan.report.Scanner;
import dev.cooper.scan.secret.SecretRules;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is looked for, and what of it is shown.
 *
 * @param scanners what is looked for
 * @param match which vulnerabilities are shown
 * @param secretRules by what secrets are found; present where they are looked for
 * @param skipDirectories patterns of directories of images whose files do not count
 * @param skipFiles patterns of files of images that do not count
 * @param configSecrets whether secrets of an image's configuration count
 */
public record ScanOptions(
        Set<Scanner> scanners,
        MatchOptions match,
        Optional<SecretRules> secretRules,
        List<String> skipDirectories,
        List<String> skipFiles,
        boolean configSecrets) {
    public ScanOptions {
        scanners = Set.copyOf(scanners);
        skipDirectories = List.copyOf(skipDirectories);
        skipFiles = List.copyOf(skipFiles);
    }

    boolean shows(Severity severity) {
        return match.severities().contains(severity);
    }
}
