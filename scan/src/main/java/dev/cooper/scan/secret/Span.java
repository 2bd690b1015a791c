package dev.cooper.scan.secret;

/**
 * A secret in the bytes that are looked at.
 *
 * @param matchStart of all that the expression found
 * @param matchEnd behind it
 * @param start of the secret itself
 * @param end behind it
 */
record Span(SecretRule rule, int matchStart, int matchEnd, int start, int end) {
    boolean overlaps(Span other) {
        return start < other.end && other.start < end;
    }

    boolean isSame(Span other) {
        return rule.id().equals(other.rule.id()) && start == other.start && end == other.end;
    }
}
