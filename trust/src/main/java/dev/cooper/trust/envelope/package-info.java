/**
 * What is signed: envelopes (DSSE), statements of in-toto, and the payload of cosign's older
 * signatures. No keys are chosen here, and nothing is fetched.
 */
@NullMarked
package dev.cooper.trust.envelope;

import org.jspecify.annotations.NullMarked;
