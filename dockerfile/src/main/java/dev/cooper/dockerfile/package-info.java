/** The Dockerfile language. */
@NullMarked
package dev.cooper.dockerfile;

import org.jspecify.annotations.NullMarked;
