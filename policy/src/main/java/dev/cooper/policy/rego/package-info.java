/** Policies of the Open Policy Agent's language, read and worked out without the agent. */
@NullMarked
package dev.cooper.policy.rego;

import org.jspecify.annotations.NullMarked;
