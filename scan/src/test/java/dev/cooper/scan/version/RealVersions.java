package dev.cooper.scan.version;

import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Pairs of versions that people gave: those of the packages in this machine's lists of Debian, as
 * Debian writes them or, for other ecosystems, as the authors of what Debian packaged wrote them.
 */
final class RealVersions {
    private RealVersions() {}

    /** Each version beside the one that is spelt next; only a few where there is no Debian. */
    static List<RandomVersions.Pair> pairs(VersionScheme scheme)
            throws IOException, InterruptedException {
        Pattern names =
                switch (scheme) {
                    case DEB, RPM -> Pattern.compile(".*");
                    case MAVEN -> Pattern.compile("lib.*-java|maven.*");
                    case PYTHON -> Pattern.compile("python3-.*");
                    case GEM -> Pattern.compile("ruby-.*");
                    case COMPOSER -> Pattern.compile("php-.*");
                    case SEMVER, GO, NUGET, APK -> Pattern.compile("node-.*|librust-.*|golang-.*");
                };
        NavigableSet<String> versions = new TreeSet<>();
        String name = "";
        for (String line : packages()) {
            if (line.startsWith("Package: ")) {
                name = line.substring("Package: ".length());
            } else if (line.startsWith("Version: ") && names.matcher(name).matches()) {
                String version = line.substring("Version: ".length());
                versions.add(
                        switch (scheme) {
                            case DEB -> version;
                            // A hyphen is what separates rpm's version and release.
                            case RPM -> upstream(version).replace('-', '.');
                            default -> upstream(version);
                        });
            }
        }
        List<RandomVersions.Pair> pairs = new ArrayList<>();
        String before = "1";
        for (String version : versions) {
            pairs.add(new RandomVersions.Pair(before, version));
            before = version;
        }
        return pairs;
    }

    private static List<String> packages() throws IOException, InterruptedException {
        return Peers.find("apt-cache").isEmpty()
                ? List.of()
                : Processes.run("apt-cache", "dumpavail").ok().out().lines().toList();
    }

    /** Without Debian's epoch and revision, and without its remark that files were removed. */
    private static String upstream(String version) {
        return version.replaceFirst("^\\d+:", "")
                .replaceFirst("-[^-]*$", "")
                .replaceFirst("[+~.]?(dfsg|ds|really).*$", "");
    }
}
