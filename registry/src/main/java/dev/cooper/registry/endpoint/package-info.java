/**
 * The addresses below {@code /v2/}, one class for each kind of thing that lies there. Whether the
 * caller may ask was decided before.
 */
@NullMarked
package dev.cooper.registry.endpoint;

import org.jspecify.annotations.NullMarked;
