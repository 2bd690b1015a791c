/**
 * The only way out of the program: standard output and error, and what is known about them.
 *
 * <p>Not for deciding what to print.
 */
@NullMarked
package dev.cooper.cli.terminal;

import org.jspecify.annotations.NullMarked;
