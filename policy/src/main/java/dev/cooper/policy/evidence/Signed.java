package dev.cooper.policy.evidence;

import dev.cooper.trust.verdict.Check;

/**
 * A signature that hangs on an image, looked at for somebody who must have signed.
 *
 * @param stored where it is, such as the digest of the blob
 * @param check whether it holds and is his
 */
public record Signed(String stored, Check check) {}
