/** Policies of all languages, from their files. */
@NullMarked
package dev.cooper.policy;

import org.jspecify.annotations.NullMarked;
