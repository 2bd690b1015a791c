/**
 * How versions of each ecosystem are compared, to the letter of its own package manager. A version
 * that a scheme cannot make out still has a place: nothing here throws.
 */
@NullMarked
package dev.cooper.scan.version;

import org.jspecify.annotations.NullMarked;
