package dev.cooper.inventory;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text file that comes with a program and tells its version.
 *
 * @param path how the path of such a file ends
 * @param product what it is called, such as {@code openjdk}
 * @param version finds the version, as its first group
 */
record VersionFile(String path, String product, Pattern version) {
    /** None of them is larger. */
    private static final long LARGEST = 64 << 10;

    private static final List<VersionFile> ALL =
            List.of(
                    of("release", "openjdk", "(?m)^JAVA_VERSION=\"([^\"\n]+)\""),
                    of("VERSION", "go", "^go(\\d+(?:\\.\\d+)+(?:(?:rc|beta)\\d+)?)\\b"),
                    of("OTP_VERSION", "erlang", "^(\\d+(?:\\.\\d+)+)\\s*$"),
                    of(
                            "elixir/ebin/elixir.app",
                            "elixir",
                            "\\{vsn, *\"(\\d+\\.\\d+\\.\\d+(?:-[a-z.0-9]+)?)\"}"),
                    of(
                            "wp-includes/version.php",
                            "wordpress",
                            "(?m)^\\$wp_version = '(\\d+\\.\\d+(?:\\.\\d+)?(?:-[a-zA-Z0-9]+)?)"));

    private static VersionFile of(String path, String product, String version) {
        return new VersionFile(path, product, Pattern.compile(version));
    }

    /** What a file of that path is, if it is one. */
    static Optional<VersionFile> at(String path) {
        for (VersionFile each : ALL) {
            int start = path.length() - each.path.length();
            if (path.endsWith(each.path) && (start == 0 || path.charAt(start - 1) == '/')) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Whether a file can be one. */
    static boolean wants(Candidate file) {
        return file.size() <= LARGEST && at(file.path()).isPresent();
    }

    /** The version; empty when the file is of something else. */
    String versionIn(byte[] bytes) {
        Matcher matcher = version.matcher(new String(bytes, StandardCharsets.UTF_8));
        return matcher.find() ? matcher.group(1) : "";
    }
}
