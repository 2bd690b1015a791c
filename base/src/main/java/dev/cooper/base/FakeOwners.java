package dev.cooper.base;

import dev.cooper.linux.SandboxMount;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Stands in for the programs that give files to other users, in a user namespace that has only one:
 * there the kernel refuses every change of owner, and packages' scripts would fail.
 */
final class FakeOwners {
    private static final byte[] NOTHING = "#!/bin/sh\nexit 0\n".getBytes(StandardCharsets.US_ASCII);

    private FakeOwners() {}

    /** Returns mounts that put a program that does nothing over chown and chgrp. */
    static List<SandboxMount> mounts() {
        return List.of(
                new SandboxMount.File(NOTHING, "/usr/bin/chown", 0755, 0, 0),
                new SandboxMount.File(NOTHING, "/usr/bin/chgrp", 0755, 0, 0));
    }
}
