/** Queries of JMESPath, with the functions that Kyverno's policies of images call. */
@NullMarked
package dev.cooper.policy.jmespath;

import org.jspecify.annotations.NullMarked;
