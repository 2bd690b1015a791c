/** Policies as they are written: YAML that knows its lines, and patterns of names. */
@NullMarked
package dev.cooper.policy.document;

import org.jspecify.annotations.NullMarked;
