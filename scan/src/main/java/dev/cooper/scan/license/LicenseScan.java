package dev.cooper.scan.license;

import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.scan.finding.LicenseFinding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says of which category the licences of packages are. Any number of threads may use it. */
public final class LicenseScan {
    private final LicensePolicy policy;

    /** A scan by a policy. */
    public LicenseScan(LicensePolicy policy) {
        this.policy = policy;
    }

    /** The licences of a package that the policy does not ignore, each once. */
    public List<LicenseFinding> of(SoftwarePackage found) {
        Map<String, LicenseFinding> findings = new LinkedHashMap<>();
        for (String written : found.licenses()) {
            if (written.isBlank()) {
                continue;
            }
            LicenseExpression expression = LicenseExpression.parse(written);
            String id = expression.toString();
            expression
                    .category(policy)
                    .ifPresent(category ->
                            findings.putIfAbsent(
                                    id,
                                    new LicenseFinding(
                                            id,
                                            category.label(),
                                            category.severity(),
                                            found.name(),
                                            found.kind().isOfSystem() ? "" : found.place().path(),
                                            found.kind().isOfSystem(),
                                            1.0)));
        }
        return List.copyOf(findings.values());
    }
}
