/**
 * The pull-through cache: whose repositories stand for those of other registries, what is fetched,
 * kept, asked again and evicted.
 */
@NullMarked
package dev.cooper.registry.proxy;

import org.jspecify.annotations.NullMarked;
