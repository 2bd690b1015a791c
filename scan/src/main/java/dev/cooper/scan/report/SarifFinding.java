package dev.cooper.scan.report;

import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.oci.Digest;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Vulnerability.Cvss;
import dev.cooper.scan.finding.LicenseFinding;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A finding in the words of SARIF.
 *
 * @param name of the kind of rule
 * @param tag of the kind of finding
 * @param brief one sentence about the rule
 * @param whole all there is to say about the rule
 * @param message about this very place
 * @param place a path, or what comes nearest to one
 * @param startLine from 1
 * @param identity what tells it from all other findings, however often it is found
 * @param layer number of the layer it is in, from 0; -1 where there is none
 */
record SarifFinding(
        String id,
        String name,
        String tag,
        Severity severity,
        String score,
        String brief,
        String whole,
        String address,
        String message,
        String place,
        int startLine,
        int endLine,
        String identity,
        int layer) {

    static SarifFinding of(VulnerabilityFinding finding, Result result, String place) {
        SoftwarePackage found = finding.found().found();
        String path = PackageFields.path(found, result.type());
        String title = finding.detail().title();
        String description = finding.detail().description();
        String address = VulnerabilityFields.address(finding.id());
        String brief = title.isEmpty() ? finding.id() : title;
        String message =
                String.join(
                        "\n",
                        "Package: " + found.name(),
                        "Installed Version: " + found.version(),
                        "Vulnerability " + finding.id(),
                        "Severity: " + finding.severity(),
                        "Fixed Version: " + finding.fixedVersion(),
                        link(finding.id(), address));
        return new SarifFinding(
                finding.id(),
                result.kind() == ResultClass.OS_PACKAGES
                        ? "OsPackageVulnerability"
                        : "LanguageSpecificPackageVulnerability",
                "vulnerability",
                finding.severity(),
                score(finding),
                brief,
                description.isEmpty() ? brief : description,
                address,
                message,
                path.isEmpty() ? place : path,
                1,
                1,
                found.name() + "@" + found.version(),
                finding.found().layer());
    }

    private static String link(String id, String address) {
        return "Link: " + (address.isEmpty() ? id : "[" + id + "](" + address + ")");
    }

    /** The score of the source whose severity counts, else the middle of the severity's band. */
    private static String score(VulnerabilityFinding finding) {
        Cvss cvss = finding.detail().scores().get(finding.severitySource());
        if (cvss != null) {
            for (String version : List.of("3.1", "3.0")) {
                Double score = cvss.scores().get(version);
                if (score != null && score > 0) {
                    return String.format(Locale.ROOT, "%.1f", score);
                }
            }
        }
        return SarifReport.score(finding.severity());
    }

    static SarifFinding of(MisconfigurationFinding finding, String place) {
        return new SarifFinding(
                finding.id(),
                "Misconfiguration",
                "misconfiguration",
                finding.severity(),
                SarifReport.score(finding.severity()),
                finding.title(),
                finding.description(),
                finding.address(),
                String.join(
                        "\n",
                        "Artifact: " + place,
                        "Type: " + finding.type(),
                        "Check " + finding.id(),
                        "Severity: " + finding.severity(),
                        "Message: " + finding.message(),
                        link(finding.id(), finding.address())),
                place,
                Math.max(1, finding.startLine()),
                Math.max(1, finding.endLine()),
                finding.message(),
                finding.layer());
    }

    static SarifFinding of(SecretFinding finding, String place) {
        return new SarifFinding(
                finding.id(),
                "Secret",
                "secret",
                finding.severity(),
                SarifReport.score(finding.severity()),
                finding.title(),
                finding.title(),
                "",
                String.join(
                        "\n",
                        "Artifact: " + place,
                        "Secret " + finding.title(),
                        "Severity: " + finding.severity(),
                        "Match: " + finding.match()),
                place,
                Math.max(1, finding.startLine()),
                Math.max(1, finding.endLine()),
                finding.match(),
                finding.layer());
    }

    static SarifFinding of(LicenseFinding finding, String place) {
        String what = finding.id() + " in " + finding.packageName();
        return new SarifFinding(
                finding.packageName() + ":" + finding.id(),
                "License",
                "license",
                finding.severity(),
                SarifReport.score(finding.severity()),
                what,
                what,
                "",
                String.join(
                        "\n",
                        "Artifact: " + place,
                        "License " + finding.id(),
                        "Package: " + finding.packageName(),
                        "Classification: " + finding.category()),
                finding.path().isEmpty() ? place : finding.path(),
                1,
                1,
                what,
                -1);
    }

    Fields rule() {
        return new Fields()
                .with("id", id)
                .with("name", name)
                .with("shortDescription", text(brief))
                .with("fullDescription", text(whole))
                .with("defaultConfiguration", new Fields().with("level", level()))
                .with("helpUri", address)
                .with("help", text(whole + (address.isEmpty() ? "" : "\n" + address)))
                .with(
                        "properties",
                        new Fields()
                                .with("tags", List.of(tag, "security", severity.name()))
                                .with("precision", "very-high")
                                .with("security-severity", score));
    }

    Fields result(int rule, String root, Metadata metadata) {
        String origin = metadata.knownOrigin(layer);
        Fields region =
                new Fields()
                        .with("startLine", startLine)
                        .with("startColumn", 1)
                        .with("endLine", Math.max(startLine, endLine))
                        .with("endColumn", 1);
        Fields physical =
                new Fields()
                        .with(
                                "artifactLocation",
                                new Fields().with("uri", encoded(place)).with("uriBaseId", root))
                        .with("region", region);
        return new Fields()
                .with("ruleId", id)
                .always("ruleIndex", rule)
                .with("level", level())
                .with("message", text(origin.isEmpty() ? message : message + "\nLayer: " + origin))
                .with(
                        "locations",
                        List.of(
                                new Fields()
                                        .with("physicalLocation", physical)
                                        .with("message", text(place + ": " + identity))))
                .with("partialFingerprints", new Fields().with("finding/v1", fingerprint()))
                .with("properties", origin.isEmpty() ? null : properties(metadata));
    }

    /** Where its layer comes from. */
    private Fields properties(Metadata metadata) {
        Fields properties = new Fields().with("layerOrigin", metadata.layers().get(layer).origin());
        if (metadata.hasNamedBase()) {
            properties
                    .with("baseImage", metadata.base().orElseThrow().name())
                    .always("inBaseImage", metadata.base().orElseThrow().has(layer));
        }
        return properties;
    }

    private String fingerprint() {
        String all = String.join("\0", id, place, identity);
        return Digest.sha256(all.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static Fields text(String text) {
        return new Fields().always("text", text);
    }

    private String level() {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW, UNKNOWN -> "note";
        };
    }

    /** A path as a part of a URI. */
    static String encoded(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "-._~/@+,=".indexOf(c) >= 0;
            if (plain) {
                uri.append(c);
            } else {
                uri.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
            }
        }
        return uri.toString();
    }
}
