package dev.cooper.cli;

import dev.cooper.cli.scan.ScanSettings;
import dev.cooper.oci.Digest;
import dev.cooper.scan.Scan;
import dev.cooper.scan.ScanOutcome;
import dev.cooper.scan.ScanTarget;
import dev.cooper.scan.finding.VulnerabilityFinding;
import dev.cooper.scan.match.BaseImage;
import dev.cooper.scan.match.FixPlan;
import dev.cooper.scan.report.LayerDetail;
import dev.cooper.scan.report.Report;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A scan, and what to do about what it found.
 *
 * @param warnings sentences about what could not be read, looked up or compared
 */
record PlannedScan(Report report, FixPlan plan, List<String> warnings) {

    static PlannedScan of(ScanTarget target, Scan scan, ScanRun run)
            throws IOException, InterruptedException {
        ScanOutcome outcome = scan.scan(target, Instant.now());
        List<VulnerabilityFinding> findings = outcome.report().vulnerabilities();
        Optional<BaseImage> base = outcome.report().metadata().base();
        FixPlan plan = FixPlan.of(findings, base);
        List<String> warnings = new ArrayList<>(outcome.warnings());
        ScanSettings settings = run.settings();
        if (plan.base().isEmpty()) {
            if (!settings.list("base-candidates").isEmpty()) {
                warnings.add(
                        "nothing is compared with --base-candidates: it is not known which layers"
                            + " are the base's; name the image that it was built on there, too");
            }
            return new PlannedScan(outcome.report(), plan, warnings);
        }
        List<Digest> layers = new ArrayList<>();
        for (LayerDetail each : outcome.report().metadata().layers()) {
            layers.add(Digest.parse(each.diffId()));
        }
        try (Remote remote = new Remote(run.terminal(), settings.isOn("insecure"))) {
            NewerBases newer = new NewerBases(settings, remote, run.terminal(), scan);
            FixPlan whole = plan.withBases(newer.of(plan.base().get(), layers, findings));
            warnings.addAll(newer.warnings());
            return new PlannedScan(outcome.report(), whole, warnings);
        }
    }
}
