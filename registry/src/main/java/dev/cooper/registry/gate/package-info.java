/** Policies that are asked before an image is given out. */
@NullMarked
package dev.cooper.registry.gate;

import org.jspecify.annotations.NullMarked;
