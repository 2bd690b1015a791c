/** A registry server: the distribution API over a database and an object store. */
@NullMarked
package dev.cooper.registry;

import org.jspecify.annotations.NullMarked;
