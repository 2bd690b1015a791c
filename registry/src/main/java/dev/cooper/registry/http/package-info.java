/**
 * One request and its answer, who sends it, and the limits it is held to. What is asked for is
 * decided above.
 */
@NullMarked
package dev.cooper.registry.http;

import org.jspecify.annotations.NullMarked;
