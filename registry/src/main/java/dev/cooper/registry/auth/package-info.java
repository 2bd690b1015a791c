/**
 * Who may do what: password files, accounts and robots, tokens of our own service and of outside
 * issuers, and the server's certificates.
 */
@NullMarked
package dev.cooper.registry.auth;

import org.jspecify.annotations.NullMarked;
