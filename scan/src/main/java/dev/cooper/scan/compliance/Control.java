package dev.cooper.scan.compliance;

import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.Finding;
import dev.cooper.scan.finding.LicenseFinding;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.List;
import java.util.Locale;

/**
 * One thing that a benchmark asks.
 *
 * @param id such as {@code 4.1}
 * @param checks ids of checks, or {@code VULN-CRITICAL}, {@code SECRET-HIGH} and such; empty where
 *     people have to look
 * @param defaultStatus what to say where there are no checks; may be empty
 */
public record Control(
        String id,
        String name,
        String description,
        Severity severity,
        List<String> checks,
        String defaultStatus) {
    /** Copies the list. */
    public Control {
        checks = checks.stream().map(each -> each.toUpperCase(Locale.ROOT)).toList();
    }

    /** Whether a finding is one against this control. */
    public boolean concerns(Finding finding) {
        return switch (finding) {
            case VulnerabilityFinding found ->
                    checks.contains(found.id()) || checks.contains("VULN-" + found.severity());
            case SecretFinding found ->
                    checks.contains(found.id().toUpperCase(Locale.ROOT))
                            || checks.contains("SECRET-" + found.severity());
            case MisconfigurationFinding found ->
                    checks.contains(found.id())
                            || found.aliases().stream().anyMatch(checks::contains);
            case LicenseFinding found -> checks.contains("LICENSE-" + found.severity());
        };
    }
}
