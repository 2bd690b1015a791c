package dev.cooper.scan.vex;

import dev.cooper.oci.SyntaxException;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Times in documents (RFC 3339). */
final class Times {
    private Times() {}

    /**
     * @param otherwise where there is none
     */
    static Instant of(String text, Instant otherwise) {
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new SyntaxException(
                    "\"%s\" is no time such as 2026-01-31T12:00:00Z".formatted(text), e);
        }
    }
}
