/**
 * The Dockerfile language: syntax tree with places, expansion of variables, mount options, ignore
 * files and patterns, build checks.
 *
 * <p>All of it is pure functions over text. This package reads no file, asks no registry and builds
 * nothing; what a build does with an instruction is decided elsewhere. Start at {@link
 * dev.cooper.dockerfile.Dockerfile#parse}.
 */
@NullMarked
package dev.cooper.dockerfile;

import org.jspecify.annotations.NullMarked;
