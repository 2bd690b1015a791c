/** Layer tars, compression, verifying and digesting streams. */
@NullMarked
package dev.cooper.archive;

import org.jspecify.annotations.NullMarked;
