/**
 * Bundles of sigstore: a signature with all that is needed to verify it. Nothing is fetched here.
 */
@NullMarked
package dev.cooper.trust.bundle;

import org.jspecify.annotations.NullMarked;
