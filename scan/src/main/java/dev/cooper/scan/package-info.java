/**
 * A scan from the thing that is scanned to the report.
 *
 * <p>Not for options, files and terminals: who calls it brings what is to be scanned, and writes
 * the report.
 */
@NullMarked
package dev.cooper.scan;

import org.jspecify.annotations.NullMarked;
