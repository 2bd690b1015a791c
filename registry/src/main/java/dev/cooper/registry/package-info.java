/**
 * A registry server: the distribution API over a database and an object store. This package starts
 * it and hands requests to those below; each of them may use only those before it: protocol,
 * config, http, storage, maintenance, auth, operations, endpoint, proxy.
 */
@NullMarked
package dev.cooper.registry;

import org.jspecify.annotations.NullMarked;
