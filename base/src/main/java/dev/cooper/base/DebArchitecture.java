package dev.cooper.base;

import dev.cooper.oci.Platform;
import dev.cooper.oci.SyntaxException;

import java.util.List;

/** Debian's names of the architectures beside those of image platforms. */
final class DebArchitecture {
    private record Pair(String debian, String platform) {}

    private static final List<Pair> KNOWN =
            List.of(
                    new Pair("amd64", "linux/amd64"),
                    new Pair("arm64", "linux/arm64"),
                    new Pair("armhf", "linux/arm/v7"),
                    new Pair("armel", "linux/arm/v5"),
                    new Pair("i386", "linux/386"),
                    new Pair("ppc64el", "linux/ppc64le"),
                    new Pair("riscv64", "linux/riscv64"),
                    new Pair("s390x", "linux/s390x"),
                    new Pair("mips64el", "linux/mips64le"),
                    new Pair("loong64", "linux/loong64"));

    private DebArchitecture() {}

    /** Returns Debian's name of a platform's architecture. */
    static String of(Platform platform) {
        String wanted = Platform.parse(platform.toString()).toString();
        for (Pair pair : KNOWN) {
            if (Platform.parse(pair.platform).toString().equals(wanted)) {
                return pair.debian;
            }
        }
        throw new SyntaxException("unsupported platform " + platform + ": Debian has no such port");
    }

    /**
     * Reads the value of {@code --arch}.
     *
     * @param text an architecture as Debian or as image platforms spell it
     */
    static Platform platform(String text) {
        for (Pair pair : KNOWN) {
            if (pair.debian.equals(text) || pair.platform.equals("linux/" + text)) {
                return Platform.parse(pair.platform);
            }
        }
        throw new SyntaxException(
                "unknown architecture \""
                        + text
                        + "\": want one of "
                        + String.join(", ", KNOWN.stream().map(Pair::debian).toList()));
    }
}
