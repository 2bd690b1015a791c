package dev.cooper.scan.match;

import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Vulnerability;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides whose severity counts. What the advisory's source says of this very package comes before
 * what it says of the vulnerability; then NVD is asked, then everyone else in a fixed order.
 */
final class Severities {
    /** Let the rules decide. */
    static final String AUTO = "auto";

    private static final String NVD = "nvd";
    private static final String GITHUB = "ghsa";

    /** Who is asked after the advisory's own source, as in Trivy's database. */
    static final List<String> ORDER =
            List.of(
                    NVD,
                    "redhat",
                    "redhat-oval",
                    "debian",
                    "ubuntu",
                    "alpine",
                    "amazon",
                    "oracle-oval",
                    "suse-cvrf",
                    "photon",
                    "arch-linux",
                    "alma",
                    "rocky",
                    "cbl-mariner",
                    "azure",
                    "ruby-advisory-db",
                    "php-security-advisories",
                    "nodejs-security-wg",
                    GITHUB,
                    "glad",
                    "aqua",
                    "osv",
                    "k8s",
                    "wolfi",
                    "chainguard",
                    "bitnami",
                    "govulndb",
                    "julia");

    /**
     * A severity.
     *
     * @param source whose it is; empty when nobody has said one
     */
    record Decided(Severity severity, String source) {
        static final Decided NONE = new Decided(Severity.UNKNOWN, "");
    }

    private final List<String> sources;

    /**
     * @param sources of which the first that has a severity counts
     */
    Severities(List<String> sources) {
        this.sources = sources.isEmpty() ? List.of(AUTO) : List.copyOf(sources);
    }

    Decided of(Advisory advisory, Vulnerability detail) {
        for (String source : sources) {
            Decided decided =
                    source.equals(AUTO) ? auto(advisory, detail) : by(source, advisory, detail);
            if (decided.severity != Severity.UNKNOWN) {
                return decided;
            }
        }
        return Decided.NONE;
    }

    private static Decided by(String source, Advisory advisory, Vulnerability detail) {
        boolean ofPackage =
                source.equals(advisory.source()) && advisory.severity() != Severity.UNKNOWN;
        Severity severity =
                ofPackage
                        ? advisory.severity()
                        : detail.severities().getOrDefault(source, Severity.UNKNOWN);
        return new Decided(severity, severity == Severity.UNKNOWN ? "" : source);
    }

    private static Decided auto(Advisory advisory, Vulnerability detail) {
        Decided own = by(advisory.source(), advisory, detail);
        if (own.severity != Severity.UNKNOWN) {
            return own;
        }
        if (advisory.id().startsWith("GHSA-")) {
            Decided github = by(GITHUB, advisory, detail);
            if (github.severity != Severity.UNKNOWN) {
                return github;
            }
        }
        for (String source : ORDER) {
            Decided decided = by(source, advisory, detail);
            if (decided.severity != Severity.UNKNOWN) {
                return decided;
            }
        }
        for (Map.Entry<String, Severity> each : new TreeMap<>(detail.severities()).entrySet()) {
            if (each.getValue() != Severity.UNKNOWN) {
                return new Decided(each.getValue(), each.getKey());
            }
        }
        return Decided.NONE;
    }
}
