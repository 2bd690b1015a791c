/** The cooper command. */
@NullMarked
package dev.cooper.cli;

import org.jspecify.annotations.NullMarked;
