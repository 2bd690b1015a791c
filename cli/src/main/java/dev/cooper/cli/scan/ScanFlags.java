package dev.cooper.cli.scan;

import dev.cooper.cli.option.Usage;
import dev.cooper.cli.scan.Flag.Effect;
import dev.cooper.scan.license.Category;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything that a scan can be told: Trivy's options, and some of Cooper's own. */
public final class ScanFlags {
    /** Older names of options, by which they are known, too. */
    static final Map<String, String> ALIASES =
            Map.of(
                    "security-checks", "scanners",
                    "vuln-type", "pkg-types",
                    "skip-update", "skip-db-update");

    /** Keys of the configuration file of older versions of Trivy, by the option. */
    private static final Map<String, String> OLD_KEYS =
            Map.of("pkg-types", "vulnerability.type", "scanners", "scan.security-checks");

    private static final List<Flag> ALL = new ArrayList<>();

    private ScanFlags() {}

    static {
        report();
        choice();
        source();
        ignored();
        refused();
    }

    private static void report() {
        value(
                "format",
                'f',
                "format",
                "string",
                "table, json, sarif, cyclonedx, spdx-json, junit, github, template or cosign-vuln"
                        + " (default table)");
        value("template", 't', "template", "string", "The template of --format template, or @file");
        value("output", 'o', "output", "file", "Write the report to a file");
        value("exit-code", 0, "exit-code", "int", "Exit with this code when something is found");
        value(
                "exit-on-eol",
                0,
                "exit-on-eol",
                "int",
                "Exit with this code when the distribution is at its end of life");
        flag(
                "list-all-pkgs",
                0,
                "list-all-pkgs",
                "List packages without findings, too, in JSON (default true)");
        flag(
                "dependency-tree",
                0,
                "dependency-tree",
                "Show what vulnerable packages are needed for");
        flag(
                "show-suppressed",
                0,
                "scan.show-suppressed",
                "Show findings that are suppressed, and why");
        list("table-mode", 0, "table-mode", "strings", "summary, detailed (default both)");
        value(
                "sort-by",
                0,
                "sort-by",
                "string",
                "risk: list vulnerabilities by how much they matter, instead of a report");
        value(
                "compliance",
                0,
                "scan.compliance",
                "name",
                "Report by the controls of a benchmark: docker-cis-1.6.0, or @FILE");
        value("report", 0, "report", "string", "Of --compliance: summary or all (default summary)");
        flag("fix-plan", 0, "fix-plan", "Tell which upgrades remove most, instead of a report");
        list(
                "base-candidates",
                0,
                "base-candidates",
                "images",
                "What the image may be built on, or might be instead (see --fix-plan)");
        flag("quiet", 'q', "quiet", "Print the report only");
    }

    private static void choice() {
        list(
                "scanners",
                0,
                "scan.scanners",
                "strings",
                "vuln, secret, misconfig, license (default vuln,secret)");
        list(
                "severity",
                's',
                "severity",
                "strings",
                "UNKNOWN, LOW, MEDIUM, HIGH, CRITICAL (default all)");
        list("pkg-types", 0, "pkg.types", "strings", "os, library (default both)");
        list(
                "image-config-scanners",
                0,
                "image.image-config-scanners",
                "strings",
                "misconfig, secret: look into the configuration of an image, too");
        value(
                "ignorefile",
                0,
                "ignorefile",
                "file",
                "What to ignore (default .trivyignore or .trivyignore.yaml if there is one)");
        list(
                "vex",
                0,
                "vulnerability.vex",
                "strings",
                "VEX documents (OpenVEX, CycloneDX, CSAF), directories of VEX repositories, or"
                        + " repo: those that 'cooper vex repo list' shows, or oci: those that hang"
                        + " on the image in its registry");
        list(
                "vex-key",
                0,
                "vulnerability.vex-key",
                "keys",
                "Of --vex oci only what one of these public keys has signed");
        flag(
                "skip-vex-repo-update",
                0,
                "vulnerability.skip-vex-repo-update",
                "Of VEX repositories, take what is there");
        flag(
                "license-full",
                0,
                "license.full",
                "Look for licences in files that are of no package, too");
        value(
                "license-confidence-level",
                0,
                "license.confidenceLevel",
                "float",
                "How sure a licence in a file must be (default 0.9)");
        list("ignored-licenses", 0, "license.ignored", "strings", "Licences to leave out");
        for (Category category : Category.values()) {
            String name = category.label();
            list(
                    "license-" + name,
                    0,
                    "license." + name,
                    "strings",
                    "Licences of the category " + name);
        }
        flag(
                "ignore-unfixed",
                0,
                "vulnerability.ignore-unfixed",
                "Show only what is fixed in a newer version");
        list(
                "ignore-status",
                0,
                "vulnerability.ignore-status",
                "strings",
                "Statuses to leave out, such as will_not_fix");
        list(
                "vuln-severity-source",
                0,
                "vulnerability.severity-source",
                "strings",
                "Whose severity counts (default auto)");
        value(
                "detection-priority",
                0,
                "scan.detection-priority",
                "string",
                "precise, or comprehensive, which may report too much");
        list(
                "pkg-relationships",
                0,
                "pkg.relationships",
                "strings",
                "unknown, root, workspace, direct, indirect (default all)");
        flag(
                "include-dev-deps",
                0,
                "pkg.include-dev-deps",
                "Of lock files, take what only development needs, too");
        list("skip-dirs", 0, "scan.skip-dirs", "patterns", "Directories to pass over");
        list("skip-files", 0, "scan.skip-files", "patterns", "Files to pass over");
        value(
                "secret-config",
                0,
                "secret.config",
                "file",
                "Rules for secrets (default trivy-secret.yaml if there is one)");
    }

    private static void source() {
        value(
                "input",
                0,
                "image.input",
                "path",
                "The image is in this archive, or in this OCI layout");
        value(
                "platform",
                0,
                "image.platform",
                "string",
                "Of an index, the image for os[/arch[/variant]]");
        list(
                "image-src",
                0,
                "image.source",
                "strings",
                "Where to look for an image, in this order: docker, containerd and podman are the"
                        + " store, remote is its registry (default docker,remote)");
        flag("insecure", 0, "insecure", "Registries may use plain HTTP or any certificate");
        list(
                "username",
                0,
                "registry.username",
                "string",
                "Log in to the registry of the image for this scan alone");
        list(
                "password",
                0,
                "registry.password",
                "string",
                "Its password, better as a variable: others can see words of a command");
        flag("password-stdin", 0, "registry.password-stdin", "Read the password from STDIN");
        value("branch", 0, "repository.branch", "string", "Of a git repository, this branch");
        value("commit", 0, "repository.commit", "string", "Of a git repository, this commit");
        value("tag", 0, "repository.tag", "string", "Of a git repository, this tag");
        value(
                "cache-dir",
                0,
                "cache.dir",
                "directory",
                "Where the database and what is known of layers are");
        value(
                "cache-backend",
                0,
                "cache.backend",
                "string",
                "fs, or memory: keep nothing of layers on the disk (default fs)");
        list(
                "db-repository",
                0,
                "db.repository",
                "references",
                "Fetch the database from the first of these registries that has it, once a day");
        flag("skip-db-update", 0, "db.skip-update", "Do not, but take the database as it is");
        flag("offline-scan", 0, "scan.offline", "The same, also for VEX repositories");
        value("parallel", 0, "scan.parallel", "int", "How many layers to read at once (default 2)");
        value(
                "config",
                'c',
                "config",
                "file",
                "Configuration file (default trivy.yaml if there is one)");
        value("timeout", 0, "timeout", "duration", "How long a scan may take (default 5m0s)");
        value(
                "server",
                0,
                "server.addr",
                "url",
                "Ask this scan server instead of a database of one's own (http://host:4954)");
        value("token", 0, "server.token", "string", "What the scan server wants to see");
        value(
                "token-header",
                0,
                "server.token-header",
                "string",
                "In which header (default Trivy-Token)");
        list(
                "custom-headers",
                0,
                "server.custom-headers",
                "strings",
                "More headers for the scan server, as NAME:VALUE");
        flag("debug", 'd', "debug", "Say more");
    }

    /** What is so anyway: nothing is downloaded unasked, nobody is told, nothing is cut short. */
    private static void ignored() {
        ignore("skip-java-db-update", "db.java-skip-update", "");
        ignore("skip-check-update", "misconfiguration.skip-check-update", "");
        ignore("skip-policy-update", "misconfiguration.skip-policy-update", "");
        ignore("skip-version-check", "scan.skip-version-check", "");
        ignore("disable-telemetry", "scan.disable-telemetry", "");
        ignore("no-progress", "db.no-progress", "");
        warn("java-db-repository", "db.java-repository", "Java archives need no database here");
        warn(
                "checks-bundle-repository",
                "misconfiguration.checks-bundle-repository",
                "the checks are part of the program");
    }

    private static void refused() {
        refuse(
                "removed-pkgs",
                "image.removed-pkgs",
                "",
                "packages that were removed are not guessed from the history of an image");
        refuse(
                "ignore-policy",
                "ignore-policy",
                "x",
                "there is no Rego here; use an ignore file (--ignorefile) or VEX (--vex)");
        refuse("config-check", "rego.check", "x", "there is no Rego here");
        refuse("config-policy", "rego.policy", "x", "there is no Rego here");
        refuse(
                "file-patterns",
                "scan.file-patterns",
                "x",
                "files are known by their names and contents");
        refuse("download-db-only", "db.download-only", "", "run 'cooper db update'");
        refuse(
                "download-java-db-only",
                "db.download-java-only",
                "",
                "Java archives need no database here");
        refuse("clear-cache", "cache.clear", "", "run 'cooper prune'");
        refuse("reset", "reset", "", "remove the directory of --cache-dir");
        refuse(
                "output-plugin-arg",
                "output-plugin-arg",
                "x",
                "there are no plugins; use --format template");
        refuse("registry-token", "registry.token", "x", "log in with 'cooper login'");
        refuse(
                "max-image-size",
                "image.max-size",
                "x",
                "layers are read as a stream, and bounded in what is kept of them");
        refuse("distro", "scan.distro", "x", "the image says which distribution it is");
        refuse("slow", "scan.slow", "", "use --parallel 1");
        refuse("light", "db.light", "", "there is one database, with everything");
        refuse("trace-http", "trace.http", "", "requests are not logged");
        refuse(
                "docker-host",
                "image.docker.host",
                "x",
                "no daemon is asked; save the image, and name the archive with --input");
        refuse(
                "podman-host",
                "image.podman.host",
                "x",
                "no daemon is asked; save the image, and name the archive with --input");
        refuse(
                "cache-ttl",
                "cache.ttl",
                "x",
                "what is known of layers stays true; 'cooper prune' removes it");
        refuse(
                "sbom-sources",
                "scan.sbom-sources",
                "x",
                "layers are read, whatever others say of them; scan an SBOM with 'cooper scan"
                        + " sbom'");
        refuse("rekor-url", "scan.rekor-url", "x", "no transparency log is asked");
    }

    private static void value(String name, int shorthand, String key, String type, String text) {
        add(name, shorthand, key, type, false, Effect.OBEYED, text);
    }

    private static void list(String name, int shorthand, String key, String type, String text) {
        add(name, shorthand, key, type, true, Effect.OBEYED, text);
    }

    private static void flag(String name, int shorthand, String key, String text) {
        add(name, shorthand, key, "", false, Effect.OBEYED, text);
    }

    private static void ignore(String name, String key, String text) {
        add(name, 0, key, "", false, Effect.IGNORED, text);
    }

    private static void warn(String name, String key, String text) {
        add(name, 0, key, "x", true, Effect.IGNORED, text);
    }

    private static void refuse(String name, String key, String type, String text) {
        add(name, 0, key, type, false, Effect.REFUSED, text);
    }

    private static void add(
            String name,
            int shorthand,
            String key,
            String type,
            boolean list,
            Effect effect,
            String text) {
        ALL.add(new Flag(name, shorthand, key, type, list, effect, text));
    }

    static List<Flag> all() {
        return List.copyOf(ALL);
    }

    static @Nullable Flag find(String name) {
        for (Flag flag : ALL) {
            if (flag.name().equals(name)) {
                return flag;
            }
        }
        return null;
    }

    /** Declares all options; help shows those that do something. */
    public static Usage declare(Usage usage) {
        for (Flag flag : ALL) {
            String text = flag.effect() == Effect.OBEYED ? flag.text() : "";
            declare(usage, flag, flag.name(), flag.shorthand(), text);
        }
        ALIASES.forEach((alias, name) -> {
            Flag flag = find(name);
            if (flag != null) {
                declare(usage, flag, alias, 0, "");
            }
        });
        return usage;
    }

    private static void declare(Usage usage, Flag flag, String name, int shorthand, String text) {
        if (flag.isSwitch()) {
            usage.flag(name, shorthand, text);
        } else if (flag.isList()) {
            usage.list(name, shorthand, flag.type(), text);
        } else {
            usage.value(name, shorthand, flag.type(), text);
        }
    }

    /** The keys under which a configuration file says it, the one of today first. */
    static List<String> keys(Flag flag) {
        List<String> keys = new ArrayList<>(List.of(flag.key(), flag.name()));
        String old = OLD_KEYS.get(flag.name());
        if (old != null) {
            keys.add(old);
        }
        return keys;
    }
}
