/** Build graph, solver, sandbox, exporters. */
@NullMarked
package dev.cooper.build;

import org.jspecify.annotations.NullMarked;
