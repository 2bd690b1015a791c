/**
 * Inventories as documents that other tools read and write: CycloneDX and SPDX. Not for finding
 * packages, nor for judging them.
 */
@NullMarked
package dev.cooper.inventory.sbom;

import org.jspecify.annotations.NullMarked;
