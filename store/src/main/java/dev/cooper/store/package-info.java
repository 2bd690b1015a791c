/** Places and copies; the local store. */
@NullMarked
package dev.cooper.store;

import org.jspecify.annotations.NullMarked;
