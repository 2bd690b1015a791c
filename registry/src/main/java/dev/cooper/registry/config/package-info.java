/**
 * The registry's configuration: distribution's {@code config.yml} and our own keys, read into
 * records, one for each section. Nothing here opens what it names.
 */
@NullMarked
package dev.cooper.registry.config;

import org.jspecify.annotations.NullMarked;
