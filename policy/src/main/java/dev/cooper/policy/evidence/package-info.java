/** What is known of an image when a policy is asked, and what a policy is. */
@NullMarked
package dev.cooper.policy.evidence;

import org.jspecify.annotations.NullMarked;
