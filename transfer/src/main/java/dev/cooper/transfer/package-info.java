/** A registry as a place: the client of the distribution protocol. */
@NullMarked
package dev.cooper.transfer;

import org.jspecify.annotations.NullMarked;
