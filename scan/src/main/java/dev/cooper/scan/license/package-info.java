/**
 * Sorts the licences of packages into categories, and these into severities. Not for finding out
 * which licences a package has.
 */
@NullMarked
package dev.cooper.scan.license;

import org.jspecify.annotations.NullMarked;
