/**
 * Time stamps as RFC 3161 has them: asking for them and verifying them. Nothing is fetched here.
 */
@NullMarked
package dev.cooper.trust.timestamp;

import org.jspecify.annotations.NullMarked;
