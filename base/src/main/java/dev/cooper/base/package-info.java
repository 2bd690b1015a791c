/** Base images from a distribution’s own packages. */
@NullMarked
package dev.cooper.base;

import org.jspecify.annotations.NullMarked;
