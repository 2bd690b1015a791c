package dev.cooper.trust.root;

import dev.cooper.trust.key.Verifier;

/**
 * A log that is trusted.
 *
 * @param url where it is; may be empty
 * @param id by what entries and promises name it, hexadecimal
 * @param verifier its key
 * @param period when its key is to be trusted
 */
public record TrustedLog(String url, String id, Verifier verifier, Period period) {}
