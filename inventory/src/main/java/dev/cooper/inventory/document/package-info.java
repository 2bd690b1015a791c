/**
 * Documents that programs have written and nobody vouches for: JSON, YAML, TOML and XML as trees of
 * values, bounded in size and depth. Not for documents of registries, whose digests are checked:
 * these are read by dev.cooper.oci.Json, which is stricter.
 */
@NullMarked
package dev.cooper.inventory.document;

import org.jspecify.annotations.NullMarked;
