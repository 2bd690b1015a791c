package dev.cooper.build;

import dev.cooper.linux.Directory;
import dev.cooper.linux.SandboxUser;
import dev.cooper.linux.Users;

import java.io.IOException;
import java.util.Set;

/** The user of a step: root needs no entry in the image's files, as with BuildKit. */
final class StepUser {
    private static final Set<String> ROOT = Set.of("", "root", "root:root", "0:root", "root:0");

    private StepUser() {}

    static SandboxUser resolve(Directory root, String user) throws IOException {
        return Users.resolve(root, ROOT.contains(user) ? "0:0" : user);
    }
}
