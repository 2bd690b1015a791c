package dev.cooper.scan.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.Finding;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.finding.SecretFinding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ComplianceSpecTest {
    private static final Finding ROOT =
            new MisconfigurationFinding(
                    "DS-0002",
                    List.of("DS002", "AVD-DS-0002"),
                    "",
                    "",
                    "",
                    "",
                    "",
                    Severity.HIGH,
                    "dockerfile",
                    "Dockerfile",
                    0,
                    0,
                    List.of(),
                    -1);

    private static Finding secret(Severity severity) {
        return new SecretFinding(
                "github-pat", "GitHub", "", severity, "a", 1, 1, "", List.of(), 1, 0, false);
    }

    @TempDir Path directory;

    @Test
    void hasTheElevenControlsOfDockersImages() throws IOException {
        ComplianceSpec spec = ComplianceSpec.find("docker-cis");
        assertEquals("docker-cis-1.6.0", spec.id());
        assertEquals(
                List.of(
                        "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8", "4.9", "4.10",
                        "4.11"),
                spec.controls().stream().map(Control::id).toList());
        assertTrue(spec.controls().getFirst().concerns(ROOT));
        assertTrue(spec.controls().get(9).concerns(secret(Severity.CRITICAL)));
        assertFalse(spec.controls().get(9).concerns(secret(Severity.HIGH)));
    }

    @Test
    void readsFilesOfTrivysForm() throws IOException {
        Path file = directory.resolve("own.yaml");
        Files.writeString(
                file,
                """
                spec:
                  id: own
                  title: Own
                  controls:
                    - id: 1
                      name: No root
                      severity: CRITICAL
                      checks: [{id: AVD-DS-0002}]
                """);
        Control control = ComplianceSpec.find("@" + file).controls().getFirst();
        assertEquals("1", control.id());
        assertEquals(Severity.CRITICAL, control.severity());
        assertTrue(control.concerns(ROOT));
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path file = directory.resolve("own.yaml");
        for (String text : List.of("a: 1", "spec: {controls: []}", "spec: {controls: [{}]}", "[")) {
            Files.writeString(file, text);
            SyntaxException e =
                    assertThrows(SyntaxException.class, () -> ComplianceSpec.find("@" + file));
            assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        }
        assertThrows(SyntaxException.class, () -> ComplianceSpec.find("k8s-cis"));
    }
}
