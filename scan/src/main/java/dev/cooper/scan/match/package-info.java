/**
 * Which advisories hold for which packages, and why: by the rules of each ecosystem for names,
 * versions and sources. Names and versions are compared exactly; nothing is guessed from a
 * vulnerability's own list of products. What a user has ruled out by statements is not decided
 * here.
 */
@NullMarked
package dev.cooper.scan.match;

import org.jspecify.annotations.NullMarked;
