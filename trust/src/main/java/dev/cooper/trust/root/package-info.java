/** Whom to trust and whom to ask: sigstore's trusted root and signing config. */
@NullMarked
package dev.cooper.trust.root;

import org.jspecify.annotations.NullMarked;
