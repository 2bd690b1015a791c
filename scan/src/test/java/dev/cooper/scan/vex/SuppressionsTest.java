package dev.cooper.scan.vex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.finding.Finding;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.finding.VulnerabilityFinding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

class SuppressionsTest {
    private static final Distribution DEBIAN =
            new Distribution("debian", "12.5", "bookworm", "", "Debian 12");
    private static final List<String> IMAGE =
            List.of("pkg:oci/shop@sha256%3Aaa?repository_url=example.org%2Fshop");
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);

    @TempDir private Path directory;

    private static VulnerabilityFinding finding(
            PackageKind kind, String name, String version, String id, String... aliases) {
        SoftwarePackage found =
                SoftwarePackage.of(
                        kind, name, version, SoftwarePackage.Place.of("app/lib/" + name));
        Advisory advisory =
                new Advisory(
                        id,
                        List.of(aliases),
                        "ghsa",
                        AffectedVersions.ALL,
                        Status.AFFECTED,
                        Severity.HIGH,
                        List.of());
        return new VulnerabilityFinding(
                new LayeredPackage(found, 0),
                advisory,
                Vulnerability.named(id),
                "",
                Status.AFFECTED,
                Severity.HIGH,
                "ghsa");
    }

    private static final VulnerabilityFinding WS =
            finding(PackageKind.NPM, "ws", "7.5.9", "CVE-2024-37890", "GHSA-3h5v-q93c-6h6q");
    private static final VulnerabilityFinding CURL =
            finding(PackageKind.DEB, "curl", "7.88.1-10+deb12u5", "CVE-2024-2398");

    @Test
    void anAnnouncementOfTheDistributionIsANameOfItsFindings() throws IOException {
        VulnerabilityFinding plain = finding(PackageKind.DEB, "curl", "8.0", "CVE-2024-1");
        Advisory advisory =
                new Advisory(
                        "CVE-2024-1",
                        List.of(),
                        "debian",
                        AffectedVersions.ALL,
                        Status.FIXED,
                        Severity.HIGH,
                        List.of("DSA-5678-1"));
        VulnerabilityFinding announced =
                new VulnerabilityFinding(
                        plain.found(),
                        advisory,
                        plain.detail(),
                        "8.1",
                        Status.FIXED,
                        Severity.HIGH,
                        "debian");
        Suppressions.Outcome outcome = byList(".trivyignore", "DSA-5678-1\n", plain, announced);
        assertEquals(List.of(plain), outcome.kept());
    }

    private Suppressions.Outcome byVex(String json, Finding... findings) throws IOException {
        Path file = Files.writeString(directory.resolve("vex.json"), json);
        return Suppressions.read(List.of(), List.of(file), TODAY)
                .apply(List.of(findings), DEBIAN, IMAGE);
    }

    private Suppressions.Outcome byList(String name, String text, Finding... findings)
            throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        return Suppressions.read(List.of(file), List.of(), TODAY)
                .apply(List.of(findings), DEBIAN, IMAGE);
    }

    private static String openVex(String statements) {
        return """
        {"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example.org/vex/1",
         "timestamp": "2026-01-01T00:00:00Z", "version": 1, "statements": [%s]}
        """
                .formatted(statements);
    }

    private static String statement(String product, String status, String time) {
        return """
        {"vulnerability": {"name": "CVE-2024-37890"}, "products": [%s], "status": "%s",
         "justification": "vulnerable_code_not_in_execute_path", "timestamp": "%s"}
        """
                .formatted(product, status, time);
    }

    private static String id(String purl) {
        return "{\"@id\": \"" + purl + "\"}";
    }

    @Test
    void namesTheStatementByWhichAFindingIsNotShown() throws IOException {
        Suppressions.Outcome outcome =
                byVex(
                        openVex(
                                statement(
                                        id("pkg:npm/ws@7.5.9"),
                                        "not_affected",
                                        "2026-01-01T00:00:00Z")),
                        WS,
                        CURL);
        assertEquals(List.of(CURL), outcome.kept());
        Suppressed only = outcome.suppressed().getFirst();
        assertEquals("not_affected", only.status());
        assertEquals("vulnerable_code_not_in_execute_path", only.statement());
        assertEquals(
                directory.resolve("vex.json") + ": statement https://example.org/vex/1#1",
                only.source());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pkg:npm/ws",
                "pkg:npm/ws@7.5.9",
            })
    void takesAProductWithoutVersionForAllOfThem(String purl) throws IOException {
        String vex = openVex(statement(id(purl), "fixed", "2026-01-01T00:00:00Z"));
        assertEquals(List.of(), byVex(vex, WS).kept());
    }

    @Test
    void saysWhyAStatementHoldsForNothing() throws IOException {
        String vex =
                openVex(statement(id("pkg:npm/ws@7.5.8"), "not_affected", "2026-01-01T00:00:00Z"));
        Suppressions.Outcome outcome = byVex(vex, WS);
        assertEquals(List.of(WS), outcome.kept());
        assertEquals(
                List.of(
                        directory.resolve("vex.json")
                                + ": statement https://example.org/vex/1#1 does not hold for ws"
                                + " 7.5.9: its version 7.5.8 is not 7.5.9"),
                outcome.unused());
    }

    @Test
    void saysThatNothingHasTheVulnerabilityOfAStatement() throws IOException {
        String vex = openVex(statement(id("pkg:npm/ws"), "not_affected", "2026-01-01T00:00:00Z"));
        assertTrue(
                byVex(vex, CURL).unused().getFirst().endsWith("nothing here has CVE-2024-37890"));
    }

    @Test
    void letsTheLatestStatementCount() throws IOException {
        String earlier = statement(id("pkg:npm/ws"), "not_affected", "2026-01-01T00:00:00+00:00");
        String later = statement(id("pkg:npm/ws"), "affected", "2026-02-01T00:00:00Z");
        assertEquals(List.of(WS), byVex(openVex(later + "," + earlier), WS).kept());
        assertEquals(List.of(WS), byVex(openVex(earlier + "," + later), WS).kept());
    }

    @Test
    void takesAStatementOnPartsOfAnImageForThesePartsOnly() throws IOException {
        String product =
                """
                {"@id": "pkg:oci/shop?repository_url=example.org/shop",
                 "subcomponents": [{"@id": "%s"}]}
                """;
        String time = "2026-01-01T00:00:00Z";
        String ofWs = openVex(statement(product.formatted("pkg:npm/ws"), "not_affected", time));
        String ofOther = openVex(statement(product.formatted("pkg:npm/wx"), "not_affected", time));
        assertEquals(List.of(), byVex(ofWs, WS).kept());
        assertEquals(List.of(WS), byVex(ofOther, WS).kept());
        String unclear = openVex(statement(product.formatted("ws"), "not_affected", time));
        assertEquals(List.of(WS), byVex(unclear, WS).kept());
    }

    @Test
    void holdsAnImageOfAnotherRepositoryForAnother() throws IOException {
        String product = id("pkg:oci/shop@sha256%3Aaa?repository_url=example.com/shop");
        String time = "2026-01-01T00:00:00Z";
        Suppressions.Outcome outcome = byVex(openVex(statement(product, "not_affected", time)), WS);
        assertEquals(List.of(WS), outcome.kept());
        assertTrue(
                outcome.unused().getFirst().contains("repository_url example.com/shop"),
                outcome.unused().toString());
    }

    @Test
    void matchesTheOtherNamesOfAVulnerability() throws IOException {
        String vex =
                openVex(statement(id("pkg:npm/ws"), "not_affected", "2026-01-01T00:00:00Z"))
                        .replace("CVE-2024-37890", "GHSA-3h5v-q93c-6h6q");
        assertEquals(List.of(), byVex(vex, WS).kept());
    }

    @Test
    void readsAnalysesOfCycloneDx() throws IOException {
        String vex =
                """
                {"bomFormat": "CycloneDX", "specVersion": "1.6",
                 "components": [{"bom-ref": "a", "purl": "pkg:npm/ws@7.5.9"}],
                 "vulnerabilities": [
                   {"id": "CVE-2024-37890", "affects": [{"ref": "a"}],
                    "analysis": {"state": "not_affected", "justification": "code_not_reachable",
                                 "detail": "only clients"}},
                   {"id": "CVE-2024-2398", "affects": [
                     {"ref": "urn:cdx:3e67/1#pkg:deb/debian/curl@7.88.1-10%2Bdeb12u5?distro=debian-12"}],
                    "analysis": {"state": "exploitable"}}]}
                """;
        Suppressions.Outcome outcome = byVex(vex, WS, CURL);
        assertEquals(List.of(CURL), outcome.kept());
        assertEquals(
                "code_not_reachable: only clients", outcome.suppressed().getFirst().statement());
        assertEquals(List.of(), outcome.unused());
    }

    @Test
    void readsProductStatusesOfCsaf() throws IOException {
        String vex =
                """
                {"document": {"category": "csaf_vex", "csaf_version": "2.0",
                   "tracking": {"id": "V-1", "current_release_date": "2026-01-01T00:00:00Z"}},
                 "product_tree": {"branches": [{"category": "vendor", "name": "x", "branches": [
                     {"category": "product_version", "name": "curl", "product": {"name": "curl",
                      "product_id": "C", "product_identification_helper":
                        {"purl": "pkg:deb/debian/curl@7.88.1-10%2Bdeb12u5"}}},
                     {"category": "product_name", "name": "shop", "product": {"name": "shop",
                      "product_id": "S", "product_identification_helper":
                        {"purl": "pkg:oci/shop@sha256:aa"}}}]}],
                   "relationships": [{"category": "default_component_of",
                      "product_reference": "C", "relates_to_product_reference": "S",
                      "full_product_name": {"name": "curl in shop", "product_id": "S:C"}}]},
                 "vulnerabilities": [{"cve": "CVE-2024-2398",
                   "product_status": {"known_not_affected": ["S:C"]},
                   "flags": [{"label": "component_not_present", "product_ids": ["S:C"]}],
                   "threats": [{"category": "impact", "details": "no HTTP/2",
                                "product_ids": ["S:C"]}]}]}
                """;
        Suppressions.Outcome outcome = byVex(vex, WS, CURL);
        assertEquals(List.of(WS), outcome.kept());
        assertEquals(
                "component_not_present: no HTTP/2", outcome.suppressed().getFirst().statement());
    }

    @Test
    void readsARepositoryByTheNamesOfPackages() throws IOException {
        Path packages = Files.createDirectories(directory.resolve("repo/pkg/npm/ws"));
        Files.writeString(
                directory.resolve("repo/index.json"),
                """
                {"updated_at": "2026-01-01T00:00:00Z", "packages": [
                  {"id": "pkg:npm/ws", "location": "pkg/npm/ws/vex.json"},
                  {"id": "pkg:deb/debian/curl", "location": "../outside.json"}]}
                """);
        Files.writeString(
                packages.resolve("vex.json"),
                openVex(statement(id("pkg:npm/ws"), "not_affected", "2026-01-01T00:00:00Z")));
        Suppressions repository =
                Suppressions.read(List.of(), List.of(directory.resolve("repo")), TODAY);
        assertEquals(List.of(), repository.apply(List.of(WS), DEBIAN, IMAGE).kept());
        assertThrows(SyntaxException.class, () -> repository.apply(List.of(CURL), DEBIAN, IMAGE));
    }

    @Test
    void ignoresWhatIsListedUntilItExpires() throws IOException {
        SecretFinding secret =
                new SecretFinding(
                        "aws-key",
                        "AWS",
                        "key",
                        Severity.HIGH,
                        "etc/k",
                        1,
                        1,
                        "*",
                        List.of(),
                        1,
                        0,
                        false);
        Suppressions.Outcome outcome =
                byList(
                        ".trivyignore",
                        """
                        # accepted
                        GHSA-3h5v-q93c-6h6q exp:2026-06-02  # until the move
                        CVE-2024-2398 exp:2026-06-01
                        aws-key
                        """,
                        WS,
                        CURL,
                        secret);
        assertEquals(List.of(CURL), outcome.kept());
        assertEquals("until the move", outcome.suppressed().getFirst().statement());
        assertEquals("ignored", outcome.suppressed().getFirst().status());
        assertEquals(
                List.of(
                        directory.resolve(".trivyignore")
                                + ":3: CVE-2024-2398 is ignored no longer: the entry expired on"
                                + " 2026-06-01"),
                outcome.unused());
    }

    @Test
    void ignoresByPathAndPackage() throws IOException {
        VulnerabilityFinding other = finding(PackageKind.NPM, "ws", "8.0.0", "CVE-2024-37890");
        String yaml =
                """
                vulnerabilities:
                  - id: CVE-2024-37890
                    purls: ["pkg:npm/ws@7.5.9"]
                    statement: not reachable
                  - id: CVE-2024-2398
                    paths: ["usr/**"]
                    expired_at: 2030-01-01
                secrets:
                  - id: CVE-2024-37890
                """;
        Suppressions.Outcome outcome = byList(".trivyignore.yaml", yaml, WS, other, CURL);
        assertEquals(List.of(other, CURL), outcome.kept());
        assertEquals(1, outcome.unused().size(), outcome.unused().toString());
        assertTrue(outcome.unused().getFirst().contains("[usr/**]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vulnerabilites: []",
                "vulnerabilities: CVE-1",
                "vulnerabilities: [{path: a}]",
                "vulnerabilities: [{id: CVE-1, until: 2030-01-01}]",
                "vulnerabilities: [{id: CVE-1, expired_at: soon}]",
                "vulnerabilities: [{id: CVE-1, purls: [ws]}]",
                "- CVE-1",
                "{"
            })
    void refusesAListThatSaysWhatItDoesNotUnderstand(String yaml) {
        SyntaxException refused =
                assertThrows(SyntaxException.class, () -> byList("ignore.yaml", yaml, WS));
        assertTrue(
                refused.getMessage().startsWith(directory.resolve("ignore.yaml").toString()),
                refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "nonsense", "{\"@context\": \"https://example.org\"}"})
    void refusesADocumentThatIsNoVex(String text) {
        assertThrows(SyntaxException.class, () -> byVex(text, WS));
    }

    @Test
    void refusesAStatusThatItDoesNotKnow() {
        String vex = openVex(statement(id("pkg:npm/ws"), "harmless", "2026-01-01T00:00:00Z"));
        assertTrue(
                assertThrows(SyntaxException.class, () -> byVex(vex, WS))
                        .getMessage()
                        .contains("statement 1 has the status \"harmless\""));
    }

    @Test
    void doesNotScanWithoutAFileThatIsNotThere() {
        assertThrows(
                IOException.class,
                () -> Suppressions.read(List.of(directory.resolve("no")), List.of(), TODAY));
    }
}
