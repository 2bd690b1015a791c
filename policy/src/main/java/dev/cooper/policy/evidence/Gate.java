package dev.cooper.policy.evidence;

/** Where policies are asked. */
public enum Gate {
    /** Somebody wants to know, and nothing depends on it. */
    CHECK,
    /** An image has been built. */
    BUILD,
    /** An image is about to go to a registry. */
    PUSH,
    /** An image is about to come from a registry. */
    PULL,
    /** A cluster is about to run it. */
    ADMISSION
}
