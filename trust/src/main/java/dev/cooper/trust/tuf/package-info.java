/**
 * Repositories of The Update Framework (TUF 1.0), by which trusted roots are brought: what they
 * hold is believed only if enough of the right keys signed it, and it is neither old nor mixed.
 */
@NullMarked
package dev.cooper.trust.tuf;

import org.jspecify.annotations.NullMarked;
