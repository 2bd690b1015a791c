/**
 * What a scan found, put together for those who read it, and the forms it is written in. Names and
 * order of fields are those of Trivy's JSON schema 2, so that what reads that reads this.
 *
 * <p>Not for finding anything, nor for deciding what is shown.
 */
@NullMarked
package dev.cooper.scan.report;

import org.jspecify.annotations.NullMarked;
