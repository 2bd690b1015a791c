package dev.cooper.trust.notary;

/**
 * A file of metadata whose signatures hold.
 *
 * @param content what it says
 * @param document it with its signatures
 * @param bytes it as it came, which hashes are of
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RoleFile<T>(T content, SignedDocument document, byte[] bytes) {}
