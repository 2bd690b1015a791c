/**
 * COPY and ADD: which files a source selects, the digest of what they are, and how they come into a
 * root. Knows nothing of build graphs, stages or caches of results.
 */
@NullMarked
package dev.cooper.build.copy;

import org.jspecify.annotations.NullMarked;
