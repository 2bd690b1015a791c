package dev.cooper.scan.report;

import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.Purl;
import dev.cooper.oci.Json;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes what is there as a snapshot for GitHub's dependency submission.
 *
 * @param version of this program
 * @param environment has what GitHub's workflows say of themselves
 */
public record GithubReport(String version, Map<String, String> environment) {
    /** The text, which ends with a line feed. */
    public String write(Report report) {
        Map<String, Object> manifests = new TreeMap<>();
        for (Result result : report.results()) {
            if (!result.packages().isEmpty()) {
                manifests.put(result.target(), manifest(report, result));
            }
        }
        Metadata metadata = report.metadata();
        String job = variable("GITHUB_WORKFLOW") + "_" + variable("GITHUB_JOB");
        Fields snapshot =
                new Fields()
                        .always("version", 0)
                        .with(
                                "detector",
                                new Fields()
                                        .always("name", "cooper")
                                        .always("version", version)
                                        .always("url", "https://cooper.dev"))
                        .with(
                                "metadata",
                                new Fields()
                                        .with("RepoTag", String.join(", ", metadata.tags()))
                                        .with("RepoDigest", String.join(", ", metadata.digests())))
                        .with("ref", variable("GITHUB_REF"))
                        .with("sha", variable("GITHUB_SHA"))
                        .with(
                                "job",
                                new Fields()
                                        .with("correlator", job)
                                        .with("id", variable("GITHUB_RUN_ID")))
                        .with("scanned", report.createdAt().toString())
                        .with("manifests", manifests);
        return Json.pretty(snapshot.toJson(), 2) + "\n";
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    private static Fields manifest(Report report, Result result) {
        Map<String, Object> resolved = new TreeMap<>();
        for (LayeredPackage each : result.packages()) {
            resolved.put(
                    each.found().name(),
                    new Fields()
                            .with(
                                    "package_url",
                                    Purl.of(each.found(), report.metadata().distribution())
                                            .orElse(""))
                            .with("relationship", "direct")
                            .with("scope", "runtime")
                            .with("dependencies", each.found().dependencies())
                            .with(
                                    "metadata",
                                    new Fields()
                                            .with(
                                                    "source_location",
                                                    PackageFields.path(
                                                            each.found(), result.type()))));
        }
        boolean isImage = report.artifact().type() == ArtifactType.CONTAINER_IMAGE;
        List<String> tags = report.metadata().tags();
        String file = isImage ? String.join(", ", tags) : result.target();
        return new Fields()
                .with("name", result.type())
                .with(
                        "file",
                        result.kind() == ResultClass.LANGUAGE_PACKAGES
                                ? new Fields().with("source_location", file)
                                : null)
                .with("resolved", resolved);
    }
}
