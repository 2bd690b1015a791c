/**
 * Shows the events of a build: {@code plain}, {@code tty}, {@code quiet} and {@code rawjson}, in
 * the layout of BuildKit's.
 *
 * <p>Not for what happened in a build; the build room says that.
 */
@NullMarked
package dev.cooper.cli.progress;

import org.jspecify.annotations.NullMarked;
