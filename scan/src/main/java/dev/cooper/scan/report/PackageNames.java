package dev.cooper.scan.report;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage;

import java.util.Map;
import java.util.Optional;

/** Trivy's words for distributions, and for where packages of languages come from. */
public final class PackageNames {
    private static final Map<String, String> FAMILIES =
            Map.of(
                    "rhel", "redhat",
                    "almalinux", "alma",
                    "ol", "oracle",
                    "amzn", "amazon",
                    "mariner", "cbl-mariner",
                    "sle-micro", "slem",
                    "sl-micro", "slem",
                    "opensuse", "opensuse-leap");

    /** What a package comes from, by the name of the file that says so. */
    private static final Map<String, String> FILES =
            Map.ofEntries(
                    Map.entry("package-lock.json", "npm"),
                    Map.entry("npm-shrinkwrap.json", "npm"),
                    Map.entry("yarn.lock", "yarn"),
                    Map.entry("pnpm-lock.yaml", "pnpm"),
                    Map.entry("bun.lock", "bun"),
                    Map.entry("requirements.txt", "pip"),
                    Map.entry("Pipfile.lock", "pipenv"),
                    Map.entry("poetry.lock", "poetry"),
                    Map.entry("uv.lock", "uv"),
                    Map.entry("pylock.toml", "pylock"),
                    Map.entry("pom.xml", "pom"),
                    Map.entry("gradle.lockfile", "gradle"),
                    Map.entry("buildscript-gradle.lockfile", "gradle"),
                    Map.entry("build.sbt.lock", "sbt"),
                    Map.entry("go.mod", "gomod"),
                    Map.entry("go.sum", "gomod"),
                    Map.entry("Cargo.lock", "cargo"),
                    Map.entry("Gemfile.lock", "bundler"),
                    Map.entry("composer.lock", "composer"),
                    Map.entry("installed.json", "composer-vendor"),
                    Map.entry("packages.lock.json", "nuget"),
                    Map.entry("packages.config", "nuget"),
                    Map.entry("conan.lock", "conan"),
                    Map.entry("Podfile.lock", "cocoapods"),
                    Map.entry("Package.resolved", "swift"),
                    Map.entry("pubspec.lock", "pub"),
                    Map.entry("mix.lock", "hex"),
                    Map.entry("environment.yml", "conda-environment"),
                    Map.entry("environment.yaml", "conda-environment"),
                    Map.entry("Manifest.toml", "julia"));

    /** What is installed package by package, which reports put together under one name. */
    private static final Map<String, String> GATHERED =
            Map.of(
                    "jar", "Java",
                    "node-pkg", "Node.js",
                    "python-pkg", "Python",
                    "gemspec", "Ruby",
                    "conda-pkg", "Conda");

    private PackageNames() {}

    /** The distribution in the words of reports; empty when nothing says what it is. */
    public static Optional<OperatingSystem> system(Distribution distribution, boolean isEndOfLife) {
        if (!distribution.isKnown()) {
            return Optional.empty();
        }
        String id = distribution.id();
        return Optional.of(
                new OperatingSystem(
                        FAMILIES.getOrDefault(id, id), distribution.version(), isEndOfLife));
    }

    /** What a package comes from, such as {@code jar} or {@code npm}. */
    public static String type(SoftwarePackage found) {
        String path = found.place().path();
        String name = path.substring(path.lastIndexOf('/') + 1);
        String ofFile = FILES.get(name);
        if (ofFile != null) {
            return ofFile;
        }
        if (name.endsWith(".deps.json")) {
            return "dotnet-core";
        }
        if (path.contains("conda-meta/") && name.endsWith(".json")) {
            return "conda-pkg";
        }
        if (name.endsWith("Packages.props")) {
            return "packages-props";
        }
        return ofKind(found.kind(), name);
    }

    private static String ofKind(PackageKind kind, String name) {
        return switch (kind) {
            case MAVEN -> name.endsWith(".lockfile") ? "gradle" : "jar";
            case NPM -> "node-pkg";
            case PYPI -> name.endsWith(".txt") ? "pip" : "python-pkg";
            case GOLANG -> "gobinary";
            case CARGO -> "rustbinary";
            case GEM -> "gemspec";
            case NUGET -> "nuget";
            case GENERIC -> "binary";
            default -> kind.purlType();
        };
    }

    /**
     * The place under which a report names a package of a language.
     *
     * @param type what {@link #type} says
     */
    public static String target(SoftwarePackage found, String type) {
        String gathered = GATHERED.get(type);
        return gathered == null ? found.place().path() : gathered;
    }

    /** Whether packages of this type are put together, so that each must say where it is. */
    static boolean isGathered(String type) {
        return GATHERED.containsKey(type);
    }

    /** Whether a target is such a name rather than a file. */
    static boolean isGatheredName(String target) {
        return GATHERED.containsValue(target);
    }

    /**
     * The id of a package within its result.
     *
     * @param type what {@link #type} says; of no meaning for packages of the system
     */
    static String id(SoftwarePackage found, String type) {
        String version = found.version();
        if (version.isEmpty()) {
            return found.name();
        }
        if (found.kind() == PackageKind.RPM) {
            String plain = version.substring(version.indexOf(':') + 1);
            return found.name() + "@" + plain + "." + found.architecture();
        }
        return switch (type) {
            case "jar", "pom", "gradle", "sbt" -> found.name() + ":" + version;
            case "conan", "dotnet-core" -> found.name() + "/" + version;
            case "gomod", "gobinary" ->
                    found.name() + "@" + (version.startsWith("v") ? "" : "v") + version;
            default -> found.name() + "@" + version;
        };
    }
}
