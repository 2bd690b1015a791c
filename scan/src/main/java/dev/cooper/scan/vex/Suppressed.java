package dev.cooper.scan.vex;

import dev.cooper.scan.finding.Finding;

/**
 * A finding that need not be shown, and who says so.
 *
 * @param status {@code ignored}, {@code not_affected} or {@code fixed}
 * @param statement why, in the words of the file; may be empty
 * @param source the file, and what in it
 */
public record Suppressed(Finding finding, String status, String statement, String source) {}
