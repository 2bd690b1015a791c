/**
 * Transparency logs: Merkle trees and their proofs, signed notes and checkpoints, entries with
 * their promises, and what certificates say of the logs that they are in. Nothing is fetched here.
 */
@NullMarked
package dev.cooper.trust.log;

import org.jspecify.annotations.NullMarked;
