package dev.cooper.registry.storage;

/**
 * A manifest as it was pushed.
 *
 * @param digest its digest, as text
 * @param mediaType the type it was pushed as
 * @param content its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredManifest(String digest, String mediaType, byte[] content) {}
