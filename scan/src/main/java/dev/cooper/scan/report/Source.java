package dev.cooper.scan.report;

import dev.cooper.inventory.PackageKind;

import java.util.Locale;

/**
 * Who says that something is vulnerable, as reports have it.
 *
 * @param id such as {@code debian} or {@code ghsa}
 * @param name for people
 * @param address where it is published; may be empty
 */
public record Source(String id, String name, String address) {
    /** The source of an id, for packages of a kind. */
    public static Source of(String id, PackageKind kind) {
        return switch (id) {
            case "debian" ->
                    new Source(
                            id,
                            "Debian Security Tracker",
                            "https://salsa.debian.org/security-tracker-team/security-tracker");
            case "ubuntu" ->
                    new Source(
                            id,
                            "Ubuntu CVE Tracker",
                            "https://git.launchpad.net/ubuntu-cve-tracker");
            case "alpine" -> new Source(id, "Alpine Secdb", "https://secdb.alpinelinux.org/");
            case "alma" ->
                    new Source(id, "AlmaLinux Product Errata", "https://errata.almalinux.org/");
            case "rocky" ->
                    new Source(id, "Rocky Linux updateinfo", "https://errata.rockylinux.org/");
            case "redhat" ->
                    new Source(id, "Red Hat CSAF", "https://security.access.redhat.com/data/csaf/");
            case "ghsa" ->
                    new Source(
                            id,
                            "GitHub Security Advisory " + ecosystem(kind),
                            "https://github.com/advisories?query=type%3Areviewed+ecosystem%3A"
                                    + ecosystem(kind).toLowerCase(Locale.ROOT));
            case "govulndb" ->
                    new Source(id, "The Go Vulnerability Database", "https://pkg.go.dev/vuln/");
            case "osv" -> new Source(id, "OSV", "https://osv.dev/");
            default -> new Source(id, id, "");
        };
    }

    private static String ecosystem(PackageKind kind) {
        return switch (kind) {
            case NPM -> "Npm";
            case PYPI -> "Pip";
            case MAVEN -> "Maven";
            case GOLANG -> "Go";
            case CARGO -> "Rust";
            case GEM -> "RubyGems";
            case COMPOSER -> "Composer";
            case NUGET -> "NuGet";
            default -> kind.purlType();
        };
    }
}
