/** What a scan finds, before anyone decides how to show it. */
@NullMarked
package dev.cooper.scan.finding;

import org.jspecify.annotations.NullMarked;
