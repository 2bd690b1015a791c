package dev.cooper.policy.evidence;

import dev.cooper.trust.envelope.Statement;
import dev.cooper.trust.verdict.Check;

/**
 * A statement that hangs on an image, looked at for somebody who must have made it.
 *
 * @param stored where it is, such as the digest of the blob
 * @param statement what it says; nothing may be believed of it unless the check has passed
 * @param check whether it is about the image and his
 */
public record Stated(String stored, Statement statement, Check check) {}
