/**
 * A server that tells many clients which vulnerabilities there are, and keeps what they found in
 * layers.
 *
 * <p>Not for looking into images: that is done by the clients.
 */
@NullMarked
package dev.cooper.scan.server;

import org.jspecify.annotations.NullMarked;
