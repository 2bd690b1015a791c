package dev.cooper.scan.report;

import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.sbom.CycloneDx;
import dev.cooper.inventory.sbom.Sbom;
import dev.cooper.inventory.sbom.Spdx;
import dev.cooper.inventory.sbom.Subject;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.finding.VulnerabilityFinding;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes what is there as an SBOM, for CycloneDX with the vulnerabilities that were found.
 *
 * @param version of this program
 */
public record SbomReport(String version) {
    /** An SPDX 2.3 document; SPDX has no place for vulnerabilities. */
    public void spdx(Report report, ImageInventory inventory, OutputStream out) throws IOException {
        write(new Spdx(sbom(report, inventory)).json(), out);
    }

    private static void write(Map<String, @Nullable Object> document, OutputStream out)
            throws IOException {
        Json.write(document, 2, out);
        out.write('\n');
    }

    /** A CycloneDX 1.6 document. */
    public void cycloneDx(Report report, ImageInventory inventory, OutputStream out)
            throws IOException {
        CycloneDx document = new CycloneDx(sbom(report, inventory));
        Map<LayeredPackage, String> references = new HashMap<>();
        for (int i = 0; i < inventory.packages().size(); i++) {
            references.put(inventory.packages().get(i), document.reference(i));
        }
        Map<String, List<VulnerabilityFinding>> byId = new TreeMap<>();
        for (Result result : report.results()) {
            for (VulnerabilityFinding each : result.vulnerabilities()) {
                byId.computeIfAbsent(each.id(), _ -> new ArrayList<>()).add(each);
            }
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>(document.json());
        if (!byId.isEmpty()) {
            List<Object> vulnerabilities = new ArrayList<>();
            byId.values().forEach(each -> vulnerabilities.add(of(each, references).toJson()));
            json.put("vulnerabilities", vulnerabilities);
        }
        write(json, out);
    }

    private Sbom sbom(Report report, ImageInventory inventory) {
        return new Sbom(
                subject(report),
                inventory,
                report.createdAt().truncatedTo(ChronoUnit.SECONDS),
                version);
    }

    private static Subject subject(Report report) {
        Metadata metadata = report.metadata();
        if (metadata.imageId().isEmpty()) {
            return new Subject(report.artifact().name(), Optional.empty());
        }
        List<Subject.Layer> layers = new ArrayList<>();
        for (LayerDetail each : metadata.layers()) {
            layers.add(
                    new Subject.Layer(
                            Digest.parse(each.diffId()),
                            each.digest().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(Digest.parse(each.digest())),
                            "",
                            each.createdBy()));
        }
        return new Subject(
                report.artifact().name(),
                Optional.of(
                        new Subject.Image(
                                Digest.parse(metadata.imageId()),
                                metadata.tags(),
                                metadata.digests(),
                                layers)));
    }

    private static Fields of(
            List<VulnerabilityFinding> findings, Map<LayeredPackage, String> references) {
        VulnerabilityFinding first = findings.getFirst();
        Vulnerability detail = first.detail();
        List<Fields> affected = new ArrayList<>();
        for (VulnerabilityFinding each : findings) {
            String reference = references.get(each.found());
            if (reference != null) {
                affected.add(
                        new Fields()
                                .with("ref", reference)
                                .with(
                                        "versions",
                                        List.of(
                                                new Fields()
                                                        .with(
                                                                "version",
                                                                each.found().found().version())
                                                        .with("status", "affected"))));
            }
        }
        return new Fields()
                .with("id", first.id())
                .with("source", source(first))
                .with("ratings", ratings(detail))
                .with("cwes", weaknesses(detail))
                .with("description", detail.description())
                .with("recommendation", recommendation(findings))
                .with(
                        "advisories",
                        detail.references().stream()
                                .map(each -> new Fields().with("url", each))
                                .toList())
                .with("published", detail.published().map(Object::toString).orElse(""))
                .with("updated", detail.modified().map(Object::toString).orElse(""))
                .with("affects", affected);
    }

    private static Fields source(VulnerabilityFinding finding) {
        Source source = Source.of(finding.advisory().source(), finding.found().found().kind());
        return new Fields().with("name", source.id()).with("url", source.address());
    }

    private static String recommendation(List<VulnerabilityFinding> findings) {
        List<String> upgrades = new ArrayList<>();
        for (VulnerabilityFinding each : findings) {
            if (!each.fixedVersion().isEmpty()) {
                String name = each.found().found().name();
                String upgrade = "Upgrade " + name + " to version " + each.fixedVersion();
                if (!upgrades.contains(upgrade)) {
                    upgrades.add(upgrade);
                }
            }
        }
        return String.join("; ", upgrades);
    }

    private static List<Fields> ratings(Vulnerability detail) {
        List<Fields> ratings = new ArrayList<>();
        new TreeMap<>(detail.severities())
                .forEach((source, severity) -> {
                    Vulnerability.Cvss cvss = detail.scores().get(source);
                    if (cvss == null || cvss.scores().isEmpty()) {
                        ratings.add(rating(source, severity));
                    }
                });
        new TreeMap<>(detail.scores())
                .forEach((source, cvss) ->
                        new TreeMap<>(cvss.scores())
                                .forEach((version, score) ->
                                        ratings.add(
                                                rating(source, Severity.ofScore(score))
                                                        .with("score", score)
                                                        .with("method", method(version))
                                                        .with(
                                                                "vector",
                                                                cvss.vectors().get(version)))));
        return ratings;
    }

    private static Fields rating(String source, Severity severity) {
        return new Fields()
                .with("source", new Fields().with("name", source))
                .with("severity", severity.name().toLowerCase(Locale.ROOT));
    }

    private static String method(String version) {
        return switch (version) {
            case "2.0" -> "CVSSv2";
            case "3.0" -> "CVSSv3";
            case "3.1" -> "CVSSv31";
            case "4.0" -> "CVSSv4";
            default -> "other";
        };
    }

    private static List<Integer> weaknesses(Vulnerability detail) {
        List<Integer> numbers = new ArrayList<>();
        for (String each : detail.weaknesses()) {
            String digits = each.startsWith("CWE-") ? each.substring(4) : "";
            if (!digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                numbers.add(Integer.parseInt(digits));
            }
        }
        return numbers;
    }
}
