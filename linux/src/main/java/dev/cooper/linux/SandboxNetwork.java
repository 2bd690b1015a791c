package dev.cooper.linux;

/** What a step sees of the network. */
public enum SandboxNetwork {
    /**
     * The host's network: without a daemon there is nobody to keep a bridge, so this equals {@link
     * #HOST}.
     */
    DEFAULT,
    /** The host's network. */
    HOST,
    /** An empty network namespace with only the loopback interface, up. */
    NONE
}
