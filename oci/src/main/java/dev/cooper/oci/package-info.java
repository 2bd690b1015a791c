/** The OCI and Docker data model. Pure data, no I/O. */
@NullMarked
package dev.cooper.oci;

import org.jspecify.annotations.NullMarked;
