/**
 * Signatures of the Notary Project, as notation makes them: envelopes of JWS and COSE, trust stores
 * and trust policies.
 */
@NullMarked
package dev.cooper.trust.notation;

import org.jspecify.annotations.NullMarked;
