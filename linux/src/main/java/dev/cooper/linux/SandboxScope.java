package dev.cooper.linux;

/** How far a step is kept apart from the host. */
enum SandboxScope {
    /** New namespaces for mounts, processes, messages, host name. */
    NAMESPACES,
    /** A new mount namespace and root only. */
    MOUNTS,
    /** A new root only. */
    ROOT;

    /** Kills the step below its init process, all descendants included. */
    void kill(int init) {
        switch (this) {
            case NAMESPACES -> Spawn.kill(init);
            case MOUNTS, ROOT -> ProcessTree.killBelow(init);
        }
    }

    /** Returns whether what a step leaves behind ends with its init process. */
    boolean endsWithInit() {
        return this == NAMESPACES;
    }
}
