package dev.cooper.scan.feed;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Trivy's database calls the ecosystems of OSV. */
final class TrivyNames {
    /** Languages, whose buckets have the name of the source after this. */
    private static final Map<String, String> LANGUAGES =
            Map.ofEntries(
                    Map.entry("npm", "npm"),
                    Map.entry("PyPI", "pip"),
                    Map.entry("RubyGems", "rubygems"),
                    Map.entry("crates.io", "cargo"),
                    Map.entry("Packagist", "composer"),
                    Map.entry("Maven", "maven"),
                    Map.entry("Go", "go"),
                    Map.entry("NuGet", "nuget"),
                    Map.entry("ConanCenter", "conan"),
                    Map.entry("Hex", "erlang"),
                    Map.entry("Pub", "pub"),
                    Map.entry("SwiftURL", "swift"),
                    Map.entry("CocoaPods", "cocoapods"),
                    Map.entry("Julia", "julia"),
                    Map.entry("Bitnami", "bitnami"),
                    Map.entry("Kubernetes", "k8s"));

    /** The beginning of a name here, and there. */
    private record Family(String ours, String theirs) {}

    private static final List<Family> SYSTEMS =
            List.of(
                    new Family("Debian:", "debian "),
                    new Family("Ubuntu:", "ubuntu "),
                    new Family("Alpine:v", "alpine "),
                    new Family("Alpine:", "alpine "),
                    new Family("AlmaLinux:", "alma "),
                    new Family("Rocky Linux:", "rocky "),
                    new Family("Oracle Linux:", "Oracle Linux "),
                    new Family("Amazon Linux:", "amazon linux "),
                    new Family("Photon OS:", "Photon OS "),
                    new Family("Azure Linux:", "Azure Linux "),
                    new Family("CBL-Mariner:", "CBL-Mariner "),
                    new Family("openSUSE:Leap ", "openSUSE Leap "),
                    new Family("openSUSE:Tumbleweed", "openSUSE Tumbleweed"),
                    new Family("Wolfi", "wolfi"),
                    new Family("Chainguard", "chainguard"),
                    new Family("MinimOS", "minimos"),
                    new Family("Echo", "echo"));

    private TrivyNames() {}

    /** The bucket of a distribution's release; empty for languages and what Trivy does not know. */
    static Optional<String> system(String ecosystem) {
        if (ecosystem.startsWith("Ubuntu:Pro:")) {
            return Optional.of("ubuntu " + ecosystem.substring("Ubuntu:Pro:".length()) + "-ESM");
        }
        if (ecosystem.startsWith("SUSE:")) {
            String release = ecosystem.substring("SUSE:".length());
            return release.isEmpty() || !Character.isDigit(release.charAt(0))
                    ? Optional.empty()
                    : Optional.of("SUSE Linux Enterprise " + release);
        }
        for (Family family : SYSTEMS) {
            if (ecosystem.startsWith(family.ours())) {
                return Optional.of(family.theirs() + ecosystem.substring(family.ours().length()));
            }
        }
        return Optional.empty();
    }

    /** What the names of a language's buckets begin with, such as {@code npm::}. */
    static Optional<String> language(String ecosystem) {
        return Optional.ofNullable(LANGUAGES.get(ecosystem)).map(name -> name + "::");
    }
}
