/**
 * What a command accepts and what a command line said: declared options, parsed options, help text.
 *
 * <p>Not for the meaning of any option; commands read the values and decide.
 */
@NullMarked
package dev.cooper.cli.option;

import org.jspecify.annotations.NullMarked;
