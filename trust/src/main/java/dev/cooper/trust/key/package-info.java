/**
 * Keys: their files, what they are for, signing and verifying with them. Nothing here knows what is
 * signed, nor certificates.
 */
@NullMarked
package dev.cooper.trust.key;

import org.jspecify.annotations.NullMarked;
