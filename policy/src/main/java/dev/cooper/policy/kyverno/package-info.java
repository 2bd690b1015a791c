/** Kyverno's policies of images, as they are written. */
@NullMarked
package dev.cooper.policy.kyverno;

import org.jspecify.annotations.NullMarked;
