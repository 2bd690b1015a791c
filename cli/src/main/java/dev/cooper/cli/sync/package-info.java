/** What {@code cooper sync} copies: the file that says it, and versions of tags. */
@NullMarked
package dev.cooper.cli.sync;

import org.jspecify.annotations.NullMarked;
