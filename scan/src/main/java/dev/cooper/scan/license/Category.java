package dev.cooper.scan.license;

import dev.cooper.scan.advisory.Severity;

import java.util.Locale;

/** What a licence asks of whoever passes a program on; from the least to the most. */
public enum Category {
    /** Nothing. */
    UNENCUMBERED(Severity.LOW),
    /** Next to nothing. */
    PERMISSIVE(Severity.LOW),
    /** To keep the notices. */
    NOTICE(Severity.LOW),
    /** To give away changes of its own files. */
    RECIPROCAL(Severity.MEDIUM),
    /** Nobody has said. */
    UNKNOWN(Severity.UNKNOWN),
    /** To give away what is built with it. */
    RESTRICTED(Severity.HIGH),
    /** What a company can hardly promise. */
    FORBIDDEN(Severity.CRITICAL);

    private final Severity severity;

    Category(Severity severity) {
        this.severity = severity;
    }

    /** How bad it is. */
    public Severity severity() {
        return severity;
    }

    /** The name in reports and configuration, such as {@code restricted}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
