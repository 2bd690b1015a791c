package dev.cooper.scan.advisory;

import java.util.Locale;

/** How bad a vulnerability is, from the least to the most; the order of Trivy's own. */
public enum Severity {
    /** Nobody has said. */
    UNKNOWN,
    /** Hardly a problem. */
    LOW,
    /** A problem under circumstances. */
    MEDIUM,
    /** A problem. */
    HIGH,
    /** To be mended today. */
    CRITICAL;

    /** The severity that a source means by a word of its own. */
    public static Severity of(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "negligible", "unimportant", "low", "minor" -> LOW;
            case "medium", "moderate" -> MEDIUM;
            case "high", "important", "major" -> HIGH;
            case "critical", "urgent", "emergency" -> CRITICAL;
            default -> UNKNOWN;
        };
    }

    /** The severity of a CVSS score of 0.0 to 10.0, by the bands of CVSS 3 and 4. */
    public static Severity ofScore(double score) {
        if (score >= 9) {
            return CRITICAL;
        }
        if (score >= 7) {
            return HIGH;
        }
        if (score >= 4) {
            return MEDIUM;
        }
        return score > 0 ? LOW : UNKNOWN;
    }
}
