/**
 * What keeps a registry's storage in order: garbage collection, checks and repairs, adoption of
 * other stores, history. Works beside a running registry.
 */
@NullMarked
package dev.cooper.registry.maintenance;

import org.jspecify.annotations.NullMarked;
