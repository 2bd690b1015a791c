package dev.cooper.scan.feed;

import dev.cooper.scan.advisory.DataSource;

import java.util.Locale;
import java.util.Map;

/** Who publishes a record: its id says so, or else the ecosystem that it is about. */
final class Publishers {
    /** A source, and what one may do with its data. */
    record Publisher(DataSource source, String licence) {}

    /** What GitHub calls the ecosystems that it names otherwise. */
    private static final Map<String, String> GITHUB =
            Map.of(
                    "PyPI", "pip",
                    "Packagist", "Composer",
                    "crates.io", "Rust",
                    "Hex", "Erlang",
                    "SwiftURL", "Swift");

    private static final Publisher GO =
            of(
                    "govulndb",
                    "The Go Vulnerability Database",
                    "https://pkg.go.dev/vuln/",
                    "CC-BY-4.0");
    private static final Publisher PYTHON =
            of(
                    "osv",
                    "Python Packaging Advisory Database",
                    "https://github.com/pypa/advisory-database",
                    "CC-BY-4.0");
    private static final Publisher RUST =
            of(
                    "osv",
                    "RustSec Advisory Database",
                    "https://github.com/RustSec/advisory-db",
                    "CC0-1.0");
    private static final Publisher MALICIOUS =
            of(
                    "ossf-malicious-packages",
                    "OpenSSF Malicious Packages",
                    "https://github.com/ossf/malicious-packages",
                    "Apache-2.0");
    private static final Publisher RUBY =
            of(
                    "ruby-advisory-db",
                    "Ruby Advisory Database",
                    "https://github.com/rubysec/ruby-advisory-db",
                    "");
    static final Publisher DEBIAN =
            of(
                    "debian",
                    "Debian Security Tracker",
                    "https://salsa.debian.org/security-tracker-team/security-tracker",
                    "MIT");
    static final Publisher UBUNTU =
            of(
                    "ubuntu",
                    "Ubuntu CVE Tracker",
                    "https://git.launchpad.net/ubuntu-cve-tracker",
                    "CC-BY-SA-4.0");
    static final Publisher ALPINE =
            of("alpine", "Alpine Secdb", "https://secdb.alpinelinux.org/", "CC-BY-SA-4.0");
    static final Publisher RED_HAT =
            of(
                    "redhat",
                    "Red Hat CSAF VEX",
                    "https://security.access.redhat.com/data/csaf/v2/vex/",
                    "CC-BY-4.0");
    static final Publisher NVD =
            of("nvd", "National Vulnerability Database", "https://nvd.nist.gov/", "");
    static final Publisher KEV =
            of(
                    "cisa-kev",
                    "CISA Known Exploited Vulnerabilities Catalog",
                    "https://www.cisa.gov/known-exploited-vulnerabilities-catalog",
                    "CC0-1.0");
    static final Publisher EPSS =
            of("epss", "Exploit Prediction Scoring System", "https://www.first.org/epss/", "");
    static final Publisher END_OF_LIFE =
            of("endoflife.date", "endoflife.date", "https://endoflife.date/", "MIT");

    private static final Map<String, Publisher> BY_FAMILY =
            Map.ofEntries(
                    Map.entry("Debian", DEBIAN),
                    Map.entry("Ubuntu", UBUNTU),
                    Map.entry("Alpine", ALPINE),
                    Map.entry("Red Hat", RED_HAT),
                    Map.entry("RubyGems", RUBY),
                    Map.entry(
                            "AlmaLinux",
                            of(
                                    "alma",
                                    "AlmaLinux Product Errata",
                                    "https://errata.almalinux.org/",
                                    "MIT")),
                    Map.entry(
                            "Rocky Linux",
                            of(
                                    "rocky",
                                    "Rocky Linux updateinfo",
                                    "https://download.rockylinux.org/pub/rocky/",
                                    "")),
                    Map.entry(
                            "Oracle Linux",
                            of(
                                    "oracle-oval",
                                    "Oracle Linux OVAL definitions",
                                    "https://linux.oracle.com/security/oval/",
                                    "")),
                    Map.entry(
                            "Amazon Linux",
                            of(
                                    "amazon",
                                    "Amazon Linux Security Center",
                                    "https://alas.aws.amazon.com/",
                                    "")),
                    Map.entry("SUSE", suse()),
                    Map.entry("openSUSE", suse()),
                    Map.entry(
                            "Wolfi",
                            of(
                                    "wolfi",
                                    "Wolfi Secdb",
                                    "https://packages.wolfi.dev/os/security.json",
                                    "")),
                    Map.entry(
                            "Chainguard",
                            of(
                                    "chainguard",
                                    "Chainguard Security Data",
                                    "https://packages.cgr.dev/chainguard/security.json",
                                    "")),
                    Map.entry(
                            "Azure Linux",
                            of(
                                    "azure",
                                    "Azure Linux Vulnerability Data",
                                    "https://github.com/microsoft/AzureLinuxVulnerabilityData",
                                    "MIT")),
                    Map.entry(
                            "Bitnami",
                            of(
                                    "bitnami",
                                    "Bitnami Vulnerability Database",
                                    "https://github.com/bitnami/vulndb",
                                    "Apache-2.0")));

    private Publishers() {}

    private static Publisher suse() {
        return of("suse-cvrf", "SUSE CVRF", "https://ftp.suse.com/pub/projects/security/cvrf/", "");
    }

    private static Publisher of(String id, String name, String url, String licence) {
        return new Publisher(new DataSource(id, name, url, ""), licence);
    }

    /** Who publishes an OSV record. */
    static Publisher ofRecord(String id, String ecosystem) {
        int hyphen = id.indexOf('-');
        return switch (hyphen < 0 ? "" : id.substring(0, hyphen)) {
            case "GHSA" -> github(ecosystem);
            case "GO" -> GO;
            case "PYSEC" -> PYTHON;
            case "RUSTSEC" -> RUST;
            case "MAL" -> MALICIOUS;
            default -> ofEcosystem(ecosystem);
        };
    }

    private static Publisher ofEcosystem(String ecosystem) {
        int colon = ecosystem.indexOf(':');
        String family = colon < 0 ? ecosystem : ecosystem.substring(0, colon);
        Publisher known = BY_FAMILY.get(family);
        return known != null ? known : of("osv", "OSV " + family, "https://osv.dev/", "");
    }

    private static Publisher github(String ecosystem) {
        String name = GITHUB.getOrDefault(ecosystem, ecosystem);
        return of(
                "ghsa",
                "GitHub Security Advisory " + name,
                "https://github.com/advisories?query=type%3Areviewed+ecosystem%3A"
                        + name.toLowerCase(Locale.ROOT),
                "CC-BY-4.0");
    }
}
