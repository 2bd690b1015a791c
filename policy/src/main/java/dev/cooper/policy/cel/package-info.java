/** The Common Expression Language: reading expressions and working them out, within bounds. */
@NullMarked
package dev.cooper.policy.cel;

import org.jspecify.annotations.NullMarked;
