package dev.cooper.scan.match;

import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.Vulnerability;

/**
 * An advisory that holds for a package.
 *
 * @param advisory of all sources that know the vulnerability
 * @param detail at least its name
 * @param fixes the versions that fix it, with {@code ", "} between them; may be empty
 */
record Held(Advisory advisory, Vulnerability detail, String fixes) {}
