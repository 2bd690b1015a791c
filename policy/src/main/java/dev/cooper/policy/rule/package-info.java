/** Cooper's own policies: a short list of rules over all that is known of an image. */
@NullMarked
package dev.cooper.policy.rule;

import org.jspecify.annotations.NullMarked;
