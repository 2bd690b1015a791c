/**
 * What clients of Trivy's send and want to hear, in its wire form: Twirp with Protocol Buffers.
 *
 * <p>Not for serving, nor for keeping anything. The numbers of the fields are those of Trivy's
 * public interface definitions.
 */
@NullMarked
package dev.cooper.scan.twirp;

import org.jspecify.annotations.NullMarked;
