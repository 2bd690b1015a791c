/** Signatures of cosign on images: making, finding and verifying them, in both of its forms. */
@NullMarked
package dev.cooper.trust.cosign;

import org.jspecify.annotations.NullMarked;
