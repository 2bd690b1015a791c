/**
 * Finds secrets in the bytes of files: one pass for the words that secrets have with them, and
 * expressions of linear time where such a word stands. Not for the packages in files.
 */
@NullMarked
package dev.cooper.scan.secret;

import org.jspecify.annotations.NullMarked;
