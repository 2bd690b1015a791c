/**
 * Images in files: {@code save}, {@code load} and {@code import}. Reads and writes the archives of
 * docker, podman, skopeo and BuildKit, as streams. Not for layers (see {@code dev.cooper.archive})
 * and not for directories (see {@link dev.cooper.store.OciLayout}).
 */
@NullMarked
package dev.cooper.store.archive;

import org.jspecify.annotations.NullMarked;
