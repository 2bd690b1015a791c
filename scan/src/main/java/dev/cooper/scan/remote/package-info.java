/**
 * Asking a scan server: what goes over the wire, as JSON, and the side of the client.
 *
 * <p>Not for serving: that is the server's package, which speaks the same JSON.
 */
@NullMarked
package dev.cooper.scan.remote;

import org.jspecify.annotations.NullMarked;
