/**
 * Services that sign for others, in one process: a certificate authority with its log (Fulcio), a
 * transparency log (Rekor 1), a time stamp authority (RFC 3161) and an issuer of tokens.
 */
@NullMarked
package dev.cooper.trust.server;

import org.jspecify.annotations.NullMarked;
