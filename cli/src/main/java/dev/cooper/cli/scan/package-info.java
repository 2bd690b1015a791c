/**
 * What {@code cooper scan} is told, by options, variables and a configuration file, and the forms
 * of its report.
 *
 * <p>Not for scanning, nor for opening images.
 */
@NullMarked
package dev.cooper.cli.scan;

import org.jspecify.annotations.NullMarked;
