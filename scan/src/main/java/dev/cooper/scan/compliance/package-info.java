/** Sorts what was found by the controls of a benchmark. Not for finding anything. */
@NullMarked
package dev.cooper.scan.compliance;

import org.jspecify.annotations.NullMarked;
