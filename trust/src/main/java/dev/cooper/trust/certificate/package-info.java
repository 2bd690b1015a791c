/**
 * Certificates, read more leniently than Java's reader does, chains of them at a given time, and
 * whom they name. Nothing is fetched here.
 */
@NullMarked
package dev.cooper.trust.certificate;

import org.jspecify.annotations.NullMarked;
