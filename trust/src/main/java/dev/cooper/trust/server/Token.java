package dev.cooper.trust.server;

import java.time.Instant;

/**
 * What an issuer says of somebody.
 *
 * @param issuer its address
 * @param subject who it is
 * @param email the same, as everybody may read it
 * @param until when it ends to be true
 */
record Token(String issuer, String subject, String email, Instant until) {}
