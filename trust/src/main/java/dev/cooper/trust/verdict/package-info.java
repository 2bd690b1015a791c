/**
 * What was checked and what came out: trees of named checks with reasons. Nothing is checked here.
 */
@NullMarked
package dev.cooper.trust.verdict;

import org.jspecify.annotations.NullMarked;
