/** The webhook of Kubernetes: reads what a cluster asks, has policies decide, and answers. */
@NullMarked
package dev.cooper.policy.admission;

import org.jspecify.annotations.NullMarked;
