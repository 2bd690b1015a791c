package dev.cooper.scan.match;

import dev.cooper.inventory.Distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What OSV calls a distribution's release. Where its sources do not agree on a name, or a release
 * has several parts, all of them are tried.
 */
final class Ecosystems {
    private static final List<String> SUSE_PRODUCTS =
            List.of(
                    "Linux Enterprise Server ",
                    "Linux Enterprise Module for Basesystem ",
                    "Linux Enterprise Module for Server Applications ",
                    "Linux Enterprise Module for Development Tools ",
                    "Linux Enterprise Module for Python 3 ",
                    "Linux Enterprise Module for Web and Scripting ",
                    "Linux Enterprise Module for Containers ",
                    "Linux Enterprise Module for Legacy ",
                    "Linux Enterprise Module for Public Cloud ",
                    "Linux Enterprise Desktop ");

    private Ecosystems() {}

    /**
     * The ecosystems of a distribution's own packages; none where nobody publishes advisories that
     * are known here.
     *
     * @param isExtended whether the image has packages of Ubuntu's extended maintenance
     */
    static List<String> of(Distribution distribution, boolean isExtended) {
        String major = distribution.majorVersion();
        return switch (distribution.id()) {
            case "debian" -> known("Debian:", debian(distribution));
            case "ubuntu" -> ubuntu(distribution.version(), isExtended);
            case "alpine" -> known("Alpine:", alpine(distribution.version()));
            case "wolfi" -> List.of("Wolfi");
            case "chainguard" -> List.of("Chainguard");
            case "minimos" -> List.of("MinimOS");
            case "echo" -> List.of("Echo");
            case "almalinux" -> known("AlmaLinux:", major);
            case "rocky" -> known("Rocky Linux:", major);
            case "rhel", "redhat" -> known("Red Hat:", major);
            case "centos" -> isStream(distribution) ? List.of() : known("Red Hat:", major);
            case "ol", "oracle" -> known("Oracle Linux:", major);
            case "amzn" -> known("Amazon Linux:", amazon(distribution.version()));
            case "photon" -> known("Photon OS:", distribution.version());
            case "azurelinux" -> withMajor("Azure Linux:", distribution.version());
            case "mariner" -> mariner(distribution.version());
            case "openeuler" -> known("openEuler:", openEuler(distribution.name()));
            case "mageia" -> known("Mageia:", major);
            case "sles", "sled", "suse" -> suse(distribution.version());
            case "opensuse-leap", "opensuse.leap" ->
                    known("openSUSE:Leap ", distribution.version());
            case "opensuse-tumbleweed", "opensuse.tumbleweed" -> List.of("openSUSE:Tumbleweed");
            default -> List.of();
        };
    }

    /** Whether it is a preview of Red Hat's next release, on which nobody publishes advisories. */
    static boolean isStream(Distribution distribution) {
        return distribution.name().toLowerCase(Locale.ROOT).contains("stream");
    }

    private static List<String> known(String prefix, String release) {
        return release.isEmpty() ? List.of() : List.of(prefix + release);
    }

    private static List<String> withMajor(String prefix, String version) {
        int dot = version.indexOf('.');
        if (dot < 0) {
            return known(prefix, version);
        }
        return List.of(prefix + version, prefix + version.substring(0, dot));
    }

    /** Releases that are not out yet have only a name. */
    private static String debian(Distribution distribution) {
        if (!distribution.majorVersion().isEmpty()) {
            return distribution.majorVersion();
        }
        return switch (distribution.codename()) {
            case "buster" -> "10";
            case "bullseye" -> "11";
            case "bookworm" -> "12";
            case "trixie" -> "13";
            case "forky" -> "14";
            case "sid" -> "unstable";
            default -> "";
        };
    }

    private static List<String> ubuntu(String version, boolean isExtended) {
        return known(isExtended ? "Ubuntu:Pro:" : "Ubuntu:", version);
    }

    /** {@code 3.20.1} is of {@code v3.20}; {@code 3.21.0_alpha…} and the like are of edge. */
    private static String alpine(String version) {
        if (version.contains("_alpha") || version.equals("edge")) {
            return "edge";
        }
        int second = version.indexOf('.', version.indexOf('.') + 1);
        String branch = second < 0 ? version : version.substring(0, second);
        return branch.isEmpty() ? "" : "v" + branch;
    }

    /** The first was named by year and month. */
    private static String amazon(String version) {
        boolean isFirst = version.startsWith("201") || version.equals("1");
        return isFirst ? "1" : version.split("\\.", 2)[0];
    }

    private static List<String> mariner(String version) {
        List<String> names = new ArrayList<>(withMajor("CBL-Mariner:", version));
        names.addAll(withMajor("Azure Linux:", version));
        return names;
    }

    /** {@code 15.5} is called {@code 15 SP5}. */
    private static List<String> suse(String version) {
        if (version.isEmpty()) {
            return List.of();
        }
        String release = version.replaceFirst("\\.0$", "").replace(".", " SP");
        List<String> names = new ArrayList<>(List.of("SUSE:" + version));
        for (String product : SUSE_PRODUCTS) {
            names.add("SUSE:" + product + release);
        }
        return names;
    }

    /** {@code openEuler 24.03 (LTS-SP1)} is called {@code 24.03-LTS-SP1}. */
    private static String openEuler(String name) {
        String[] words = name.replaceAll("[()]", "").split(" ", -1);
        return words.length < 2 ? "" : String.join("-", List.of(words).subList(1, words.length));
    }
}
