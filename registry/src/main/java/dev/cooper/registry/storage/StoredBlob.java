package dev.cooper.registry.storage;

import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a blob are.
 *
 * @param size how many there are
 * @param key the key of its object; null when the bytes are here
 * @param content the bytes; null when they are in an object
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredBlob(long size, @Nullable String key, byte @Nullable [] content) {}
