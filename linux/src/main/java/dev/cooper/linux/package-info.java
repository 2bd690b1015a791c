/** System calls through the foreign function interface. */
@NullMarked
package dev.cooper.linux;

import org.jspecify.annotations.NullMarked;
