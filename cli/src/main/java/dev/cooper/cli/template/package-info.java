/**
 * The part of Go's text/template language that docker's {@code --format} offers, with Go's way to
 * print values.
 *
 * <p>Not for what a template is applied to; the commands bring the values.
 */
@NullMarked
package dev.cooper.cli.template;

import org.jspecify.annotations.NullMarked;
