package dev.cooper.scan.report;

import dev.cooper.scan.finding.Finding;
import dev.cooper.scan.finding.LicenseFinding;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.finding.VulnerabilityFinding;
import dev.cooper.scan.match.BaseImage;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Puts a report into the fields of Trivy's schema 2. */
public final class ReportFields {
    private final Report report;
    private final String version;
    private final PackageFields packages;
    private final VulnerabilityFields vulnerabilities;
    private final CheckFields checks;

    /**
     * @param version of this program
     */
    public ReportFields(Report report, String version) {
        this.report = report;
        this.version = version;
        this.packages = new PackageFields(report.metadata());
        this.vulnerabilities = new VulnerabilityFields(packages, report.artifact().id());
        this.checks = new CheckFields(packages);
    }

    /**
     * What a JSON report consists of.
     *
     * @param withPackages whether to list packages without findings, too
     * @param withModified whether to list findings that are not shown
     */
    public Map<String, @Nullable Object> json(boolean withPackages, boolean withModified) {
        return new Fields()
                .with("SchemaVersion", 2)
                .with("Cooper", new Fields().with("Version", version))
                .with("ReportID", report.id())
                .with("CreatedAt", report.createdAt().toString())
                .with("ArtifactID", report.artifact().id())
                .with("ArtifactName", report.artifact().name())
                .with("ArtifactType", report.artifact().type().word())
                .with("Metadata", metadata())
                .with(
                        "Results",
                        report.results().stream()
                                .map(result -> of(result, withPackages, withModified))
                                .toList())
                .toJson();
    }

    /** The results with all their fields, also those that are empty, as templates want them. */
    public List<Map<String, @Nullable Object>> template() {
        return report.results().stream()
                .map(result -> of(result, true, true).toTemplate())
                .toList();
    }

    private Fields metadata() {
        Metadata metadata = report.metadata();
        Fields fields =
                new Fields()
                        .with("Size", metadata.size())
                        .with(
                                "OS",
                                metadata.system()
                                        .map(system ->
                                                new Fields()
                                                        .always("Family", system.family())
                                                        .always("Name", system.name())
                                                        .with("EOSL", system.isEndOfLife()))
                                        .orElse(null))
                        .with("ImageID", metadata.imageId())
                        .with("DiffIDs", diffIds(metadata))
                        .with("RepoTags", metadata.tags())
                        .with("RepoDigests", metadata.digests())
                        .with("Reference", metadata.reference())
                        .with("ImageConfig", metadata.config())
                        .with("Layers", metadata.layers().stream().map(ReportFields::of).toList());
        metadata.source().forEach(fields::with);
        metadata.base().ifPresent(base -> fields.with("BaseImage", of(base)));
        return fields;
    }

    private static List<String> diffIds(Metadata metadata) {
        return metadata.layers().stream()
                .map(LayerDetail::diffId)
                .filter(diffId -> !diffId.isEmpty())
                .toList();
    }

    private static Fields of(LayerDetail layer) {
        return new Fields()
                .with("Size", layer.size())
                .with("Digest", layer.digest())
                .with("DiffID", layer.diffId())
                .with("CreatedBy", layer.createdBy())
                .with("Origin", layer.origin());
    }

    /** What Trivy's report has no field for. */
    private static Fields of(BaseImage base) {
        return new Fields()
                .with("Name", base.name())
                .with("Digest", base.digest())
                .with("Layers", base.layers())
                .with("Source", base.source().word());
    }

    private Fields of(Result result, boolean withPackages, boolean withModified) {
        String type = result.type();
        return new Fields()
                .always("Target", result.target())
                .with("Class", result.kind().word())
                .with("Type", type)
                .with(
                        "Packages",
                        withPackages
                                ? result.packages().stream()
                                        .map(each -> packages.of(each, type))
                                        .toList()
                                : List.of())
                .with(
                        "Vulnerabilities",
                        VulnerabilityFields.sorted(result.vulnerabilities(), type).stream()
                                .map(each -> vulnerabilities.of(each, result.target(), type))
                                .toList())
                .with(
                        "MisconfSummary",
                        result.checks()
                                .map(count ->
                                        new Fields()
                                                .always("Successes", count.successes())
                                                .always("Failures", count.failures()))
                                .orElse(null))
                .with(
                        "Misconfigurations",
                        result.misconfigurations().stream().map(checks::of).toList())
                .with("Secrets", result.secrets().stream().map(checks::of).toList())
                .with("Licenses", result.licenses().stream().map(checks::of).toList())
                .with(
                        "ExperimentalModifiedFindings",
                        withModified
                                ? result.modified().stream().map(each -> of(each, result)).toList()
                                : List.of());
    }

    private Fields of(ModifiedFinding modified, Result result) {
        return new Fields()
                .always("Type", kind(modified.finding()))
                .always("Status", modified.status())
                .always("Statement", modified.statement())
                .always("Source", modified.source())
                .always("Finding", of(modified.finding(), result));
    }

    private static String kind(Finding finding) {
        return switch (finding) {
            case VulnerabilityFinding _ -> "vulnerability";
            case MisconfigurationFinding _ -> "misconfiguration";
            case SecretFinding _ -> "secret";
            case LicenseFinding _ -> "license";
        };
    }

    private Fields of(Finding finding, Result result) {
        return switch (finding) {
            case VulnerabilityFinding each ->
                    vulnerabilities.of(each, result.target(), result.type());
            case MisconfigurationFinding each -> checks.of(each);
            case SecretFinding each -> checks.of(each);
            case LicenseFinding each -> checks.of(each);
        };
    }
}
