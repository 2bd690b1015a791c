/** Test scope only: random images, peers, golden files, contracts. */
@NullMarked
package dev.cooper.testkit;

import org.jspecify.annotations.NullMarked;
