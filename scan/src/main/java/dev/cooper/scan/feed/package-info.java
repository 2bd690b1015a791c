/**
 * Feeds: what publishers of advisories offer, read into a database; and the databases of other
 * scanners. Where feeds are fetched from is not its business.
 */
@NullMarked
package dev.cooper.scan.feed;

import org.jspecify.annotations.NullMarked;
