package dev.cooper.policy.evidence;

/**
 * An image that stands where only a policy knows, in an object that has no pods in it.
 *
 * @param image as it is called
 * @param pointer where it stands in the object (RFC 6901); empty where it cannot be changed
 */
public record OwnImage(String image, String pointer) {}
