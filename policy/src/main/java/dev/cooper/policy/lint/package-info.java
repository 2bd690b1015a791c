/**
 * What is written in policies, trusted roots and trust policies that lets in more than its author
 * means, though every program reads it without complaint.
 */
@NullMarked
package dev.cooper.policy.lint;

import org.jspecify.annotations.NullMarked;
