package dev.cooper.scan.match;

import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How much a finding matters: what is exploited first, then by how probable it is that it will be
 * and how bad that is, then what can be fixed, then what is in layers of one's own. Headers of a
 * kernel that does not run come last.
 *
 * @param exploited when it came to be known as exploited, if it did
 * @param epss the probability that it is exploited in the next thirty days, if one is known
 * @param score CVSS from 0.0 to 10.0; the middle of the severity's band where there is none
 * @param isFixable whether some version does not have it
 * @param isOwn whether a layer above the base image brought it; false where nobody knows
 * @param isOfHeaders whether the package has only headers of the kernel
 */
public record Priority(
        Optional<Instant> exploited,
        Optional<Double> epss,
        double score,
        boolean isFixable,
        boolean isOwn,
        boolean isOfHeaders)
        implements Comparable<Priority> {

    /** How probable it is taken to be where nobody says so: the mean of all is about this. */
    private static final double USUAL = 0.02;

    private static final List<String> SOURCES = List.of("nvd", "redhat", "ghsa", "bitnami");
    private static final List<String> VERSIONS = List.of("4.0", "3.1", "3.0", "2.0");

    private static final Comparator<Priority> ORDER =
            Comparator.comparing(Priority::isOfHeaders)
                    .thenComparing(each -> each.exploited.isEmpty())
                    .thenComparing(Comparator.comparingLong(Priority::tenths).reversed())
                    .thenComparing(each -> !each.isFixable)
                    .thenComparing(each -> !each.isOwn)
                    .thenComparing(Comparator.comparingDouble(Priority::score).reversed())
                    .thenComparing(each -> each.exploited.orElse(Instant.MAX))
                    .thenComparing(each -> each.epss.orElse(USUAL), Comparator.reverseOrder());

    /**
     * How much a finding matters.
     *
     * @param baseLayers how many of the lowest layers are the base image's, if that is known
     */
    public static Priority of(VulnerabilityFinding finding, OptionalInt baseLayers) {
        Vulnerability detail = finding.detail();
        return new Priority(
                detail.exploited(),
                detail.epss().map(Vulnerability.Epss::probability),
                scoreOf(finding),
                !finding.fixedVersion().isEmpty(),
                baseLayers.isPresent() && finding.found().layer() >= baseLayers.getAsInt(),
                hasOnlyHeaders(finding.found().found()));
    }

    /** Orders findings by how much they matter; those that matter the same, by package. */
    public static List<VulnerabilityFinding> sorted(
            List<VulnerabilityFinding> findings, OptionalInt baseLayers) {
        return findings.stream()
                .sorted(
                        Comparator.comparing((VulnerabilityFinding each) -> of(each, baseLayers))
                                .thenComparing(FindingOrder.BY_PACKAGE))
                .toList();
    }

    /** Packages whose source is the kernel, but that hold nothing of it that runs. */
    static boolean hasOnlyHeaders(SoftwarePackage found) {
        return switch (found.name()) {
            case "linux-libc-dev", "kernel-headers", "linux-headers", "linux-glibc-devel" -> true;
            default ->
                    found.name().startsWith("linux-headers-")
                            || found.name().startsWith("linux-libc-dev-");
        };
    }

    private static double scoreOf(VulnerabilityFinding finding) {
        Map<String, Vulnerability.Cvss> scores = finding.detail().scores();
        List<String> sources =
                Stream.concat(
                                Stream.of(finding.severitySource()),
                                Stream.concat(SOURCES.stream(), scores.keySet().stream().sorted()))
                        .toList();
        for (String source : sources) {
            Vulnerability.Cvss cvss = scores.get(source);
            for (String version : cvss == null ? List.<String>of() : VERSIONS) {
                Double score = cvss == null ? null : cvss.scores().get(version);
                if (score != null && score > 0) {
                    return score;
                }
            }
        }
        return middle(finding.severity());
    }

    private static double middle(Severity severity) {
        return switch (severity) {
            case CRITICAL -> 9.5;
            case HIGH -> 8;
            case MEDIUM, UNKNOWN -> 5.5;
            case LOW -> 2;
        };
    }

    /** Probability times harm, from 0.0 to 100.0; what is exploited already is certain. */
    public double risk() {
        double threat = exploited.isPresent() ? 1 : epss.orElse(USUAL);
        return Math.min(threat * score * 10, 100);
    }

    private long tenths() {
        return Math.round(risk() * 10);
    }

    @Override
    public int compareTo(Priority other) {
        return ORDER.compare(this, other);
    }

    /** Why it matters as much, for people. */
    @Override
    public String toString() {
        List<String> facts = new ArrayList<>();
        exploited.ifPresent(since ->
                facts.add(
                        "known to be exploited since "
                                + since.atOffset(ZoneOffset.UTC).toLocalDate()));
        epss.ifPresent(each -> facts.add(String.format(Locale.ROOT, "EPSS %.1f %%", each * 100)));
        facts.add(String.format(Locale.ROOT, "CVSS %.1f", score));
        facts.add(isFixable ? "a fix is there" : "no fix");
        if (isOfHeaders) {
            facts.add("only headers of the kernel, which does not run in containers");
        }
        return String.join(", ", facts);
    }
}
