package dev.cooper.scan.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Json;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.report.Artifact;
import dev.cooper.scan.report.ArtifactType;
import dev.cooper.scan.report.Metadata;
import dev.cooper.scan.report.Report;
import dev.cooper.scan.report.Result;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class ComplianceReportTest {
    private static ComplianceReport report() throws IOException {
        MisconfigurationFinding root =
                new MisconfigurationFinding(
                        "DS-0002",
                        List.of("DS002"),
                        "t",
                        "d",
                        "m",
                        "r",
                        "",
                        Severity.HIGH,
                        "dockerfile",
                        "Dockerfile",
                        0,
                        0,
                        List.of(),
                        -1);
        SecretFinding secret =
                new SecretFinding(
                        "github-pat",
                        "GitHub",
                        "t",
                        Severity.CRITICAL,
                        "a",
                        1,
                        1,
                        "",
                        List.of(),
                        1,
                        0,
                        false);
        Report found =
                new Report(
                        "id",
                        Instant.EPOCH,
                        new Artifact("shop:1", ArtifactType.CONTAINER_IMAGE, ""),
                        Metadata.NONE,
                        List.of(
                                Result.ofChecks(
                                        "Dockerfile",
                                        "dockerfile",
                                        new Result.CheckCount(27, 1),
                                        List.of(root),
                                        List.of()),
                                Result.ofSecrets("a", List.of(secret, secret), List.of())));
        return new ComplianceReport(ComplianceSpec.find("docker-cis"), found);
    }

    @Test
    void countsWhatIsAgainstEachControl() throws IOException {
        String table = report().table();
        assertTrue(table.contains("4.1   HIGH      A user for the container"), table);
        assertTrue(
                table.lines()
                        .anyMatch(line -> line.startsWith("4.1 ") && line.endsWith("FAIL    1")));
        assertTrue(
                table.lines()
                        .anyMatch(line -> line.startsWith("4.6 ") && line.endsWith("PASS    0")));
        assertTrue(
                table.lines()
                        .anyMatch(line -> line.startsWith("4.2 ") && line.endsWith("-       -")));
        assertTrue(
                table.lines()
                        .anyMatch(line -> line.startsWith("4.10 ") && line.endsWith("FAIL    2")));
        assertTrue(report().hasFailures());
    }

    @Test
    void writesTheFieldsOfTrivysReports() throws IOException {
        Map<?, ?> summary = (Map<?, ?>) Json.parse(report().summary());
        Map<?, ?> first = (Map<?, ?>) ((List<?>) summary.get("SummaryControls")).getFirst();
        assertEquals(1L, first.get("TotalFail"));
        Map<?, ?> all = (Map<?, ?>) Json.parse(report().all("1"));
        List<?> controls = (List<?>) all.get("Results");
        assertEquals(11, controls.size());
        List<?> results = (List<?>) ((Map<?, ?>) controls.getFirst()).get("Results");
        assertEquals("Dockerfile", ((Map<?, ?>) results.getFirst()).get("Target"));
    }
}
