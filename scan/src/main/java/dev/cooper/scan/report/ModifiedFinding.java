package dev.cooper.scan.report;

import dev.cooper.scan.finding.Finding;

/**
 * A finding that somebody has said need not be shown.
 *
 * @param status {@code ignored}, or what a VEX statement says, such as {@code not_affected}
 * @param statement why; may be empty
 * @param source the file that says so
 */
public record ModifiedFinding(Finding finding, String status, String statement, String source) {}
