/**
 * Advisories: what is known to be wrong with which versions of which packages, where that comes
 * from, and the files that it is looked up in. What to make of it is decided elsewhere.
 */
@NullMarked
package dev.cooper.scan.advisory;

import org.jspecify.annotations.NullMarked;
