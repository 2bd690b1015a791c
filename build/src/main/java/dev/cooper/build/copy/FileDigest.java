package dev.cooper.build.copy;

import dev.cooper.oci.Digest;

/**
 * What one selected file is, as far as a copy of it can tell.
 *
 * @param path where it lies in the source, without a leading slash
 * @param digest over type, mode, owner, link target, device numbers, extended attributes and
 *     content; never over times
 */
public record FileDigest(String path, Digest digest) {}
