/** What hangs on an image as proof, of all kinds together. */
@NullMarked
package dev.cooper.trust;

import org.jspecify.annotations.NullMarked;
