/**
 * Signing without a key to keep: a token says who signs, an authority certifies a key that is used
 * once, and a log and time stamps prove when.
 */
@NullMarked
package dev.cooper.trust.keyless;

import org.jspecify.annotations.NullMarked;
