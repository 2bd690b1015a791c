/**
 * Names of places on the command line: registry, store, OCI layout, archive.
 *
 * <p>Not for the protocol of registries; the transfer room speaks it.
 */
@NullMarked
package dev.cooper.cli.place;

import org.jspecify.annotations.NullMarked;
