/** Policies of sigstore's policy-controller. */
@NullMarked
package dev.cooper.policy.sigstore;

import org.jspecify.annotations.NullMarked;
