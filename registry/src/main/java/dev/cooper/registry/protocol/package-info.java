/**
 * The words of the distribution API: names, routes, ranges, scopes and errors. Nothing here does
 * anything; how requests are read and answered is the business of the other packages.
 */
@NullMarked
package dev.cooper.registry.protocol;

import org.jspecify.annotations.NullMarked;
