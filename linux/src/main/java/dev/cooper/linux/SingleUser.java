package dev.cooper.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a step needs in a user namespace that has one user only: everything belongs to that user, so
 * files that should belong to another one are left to root.
 */
final class SingleUser {
    private static final String APT_DIRECTORY = "/etc/apt/apt.conf.d";

    /** Apt would insist on becoming a user that cannot be become here. */
    private static final SandboxMount APT =
            new SandboxMount.File(
                    "APT::Sandbox::User \"root\";\n".getBytes(StandardCharsets.US_ASCII),
                    APT_DIRECTORY + "/00cooper-single-user",
                    0644,
                    0,
                    0);

    private SingleUser() {}

    static SandboxSpec adapt(SandboxSpec spec) {
        List<SandboxMount> mounts = new ArrayList<>();
        if (hasApt(spec.rootfs())) {
            mounts.add(APT);
        }
        for (SandboxMount mount : spec.mounts()) {
            mounts.add(
                    mount instanceof SandboxMount.File file
                            ? new SandboxMount.File(
                                    file.content(), file.target(), file.mode(), 0, 0)
                            : mount);
        }
        return spec.withMounts(mounts);
    }

    private static boolean hasApt(String rootfs) {
        try (Directory root = Directory.open(rootfs);
                Directory apt = root.resolve(APT_DIRECTORY)) {
            return apt.fd() >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
