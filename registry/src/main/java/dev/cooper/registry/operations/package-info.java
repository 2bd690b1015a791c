/**
 * What watches a running registry: notifications, audit, logs, metrics, health and draining. It
 * changes nothing of what requests do.
 */
@NullMarked
package dev.cooper.registry.operations;

import org.jspecify.annotations.NullMarked;
