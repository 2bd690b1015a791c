/**
 * Licences by their SPDX identifiers: expressions, and the names that packages have for them where
 * these leave no doubt. Not for what a licence allows: the scan sorts them into categories.
 */
@NullMarked
package dev.cooper.inventory.license;

import org.jspecify.annotations.NullMarked;
