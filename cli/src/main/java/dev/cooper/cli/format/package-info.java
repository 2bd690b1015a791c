/**
 * How docker lays out what a command lists: tables, {@code --format}, sizes, ages and points in
 * time.
 *
 * <p>Not for what is listed.
 */
@NullMarked
package dev.cooper.cli.format;

import org.jspecify.annotations.NullMarked;
