package dev.cooper.inventory;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The distribution that an image says it is (os-release(5)).
 *
 * @param id such as {@code debian}; empty when nothing says it
 * @param version such as {@code 12} or {@code 3.20.1}; empty for rolling distributions
 * @param codename such as {@code bookworm}; may be empty
 * @param like ids of what it is derived from, with blanks between them; may be empty
 * @param name for people, such as {@code Debian GNU/Linux 12 (bookworm)}; may be empty
 */
public record Distribution(String id, String version, String codename, String like, String name) {
    /** Words of scanners for distributions whose own are others. */
    private static final Map<String, String> FAMILIES =
            Map.of(
                    "rhel", "redhat",
                    "almalinux", "alma",
                    "ol", "oracle",
                    "amzn", "amazon",
                    "mariner", "cbl-mariner",
                    "sle-micro", "slem",
                    "opensuse", "opensuse-leap");

    /** What Alpine calls its packages that belong to no release yet. */
    static final String EDGE = "edge";

    /** Nothing says what it is. */
    public static final Distribution UNKNOWN = new Distribution("", "", "", "", "");

    /** Whether something says what it is. */
    public boolean isKnown() {
        return !id.isEmpty();
    }

    /** What scanners, Trivy the first, call it: {@code redhat} where it says {@code rhel}. */
    public String family() {
        return FAMILIES.getOrDefault(id, id);
    }

    /** The id of what scanners call so. */
    public static String idOfFamily(String family) {
        for (Map.Entry<String, String> each : FAMILIES.entrySet()) {
            if (each.getValue().equals(family)) {
                return each.getKey();
            }
        }
        return family;
    }

    /** This, and where it says nothing, or less, the other. */
    Distribution or(Distribution other) {
        if (!isKnown()) {
            return other;
        }
        if (!other.id.equals(id)) {
            return this;
        }
        // Debian's point release is in another file than its name.
        boolean finer = other.version.startsWith(version + ".") || other.version.equals(EDGE);
        return new Distribution(
                id,
                finer ? other.version : version,
                codename.isEmpty() ? other.codename : codename,
                like.isEmpty() ? other.like : like,
                name.isEmpty() ? other.name : name);
    }

    /** The version up to the first dot: what advisories of most distributions are about. */
    public String majorVersion() {
        int dot = version.indexOf('.');
        return dot < 0 ? version : version.substring(0, dot);
    }

    /** Reads an {@code os-release} file; lines that are no assignment are passed over. */
    static Distribution ofRelease(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0 && line.charAt(0) != '#') {
                values.put(line.substring(0, equals).strip(), unquoted(line.substring(equals + 1)));
            }
        }
        return new Distribution(
                values.getOrDefault("ID", ""),
                values.getOrDefault("VERSION_ID", ""),
                values.getOrDefault("VERSION_CODENAME", ""),
                values.getOrDefault("ID_LIKE", ""),
                values.getOrDefault("PRETTY_NAME", ""));
    }

    private static String unquoted(String text) {
        String value = text.strip();
        if (value.length() < 2 || (value.charAt(0) != '"' && value.charAt(0) != '\'')) {
            return value;
        }
        char quote = value.charAt(0);
        StringBuilder plain = new StringBuilder();
        for (int i = 1; i < value.length() && value.charAt(i) != quote; i++) {
            boolean escaped = value.charAt(i) == '\\' && quote == '"' && i + 1 < value.length();
            plain.append(value.charAt(escaped ? ++i : i));
        }
        return plain.toString();
    }
}
