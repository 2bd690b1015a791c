/**
 * The registry's database and its objects: blobs, manifests, tags, referrers and uploads, in SQLite
 * or PostgreSQL and in files or S3. Nothing here knows of HTTP.
 */
@NullMarked
package dev.cooper.registry.storage;

import org.jspecify.annotations.NullMarked;
