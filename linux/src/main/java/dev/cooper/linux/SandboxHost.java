package dev.cooper.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this process may do on this machine, as far as a sandbox depends on it.
 *
 * @param userNamespace whether root here is not root of the machine
 * @param singleUser whether this user namespace has only one user, so that nothing can be given to
 *     another one
 * @param hasCgroupNamespace whether the kernel knows cgroup namespaces
 * @param capabilities the capabilities that this process has, as bits
 */
record SandboxHost(
        boolean userNamespace, boolean singleUser, boolean hasCgroupNamespace, long capabilities) {
    private static final String EFFECTIVE = "CapEff:";

    /** Looks at this process. */
    static SandboxHost here() {
        try {
            List<String> map =
                    Files.readAllLines(Path.of("/proc/self/uid_map"), StandardCharsets.US_ASCII);
            long users = 0;
            boolean identity = false;
            for (String line : map) {
                String[] range = line.trim().split(" +", -1);
                users += Long.parseLong(range[2]);
                identity |= range[0].equals("0") && range[1].equals("0");
            }
            return new SandboxHost(
                    !(identity && users == 0xFFFFFFFFL),
                    users == 1,
                    Files.exists(Path.of("/proc/self/ns/cgroup")),
                    effectiveCapabilities());
        } catch (IOException e) {
            throw new UncheckedIOException("reading /proc/self", e);
        }
    }

    private static long effectiveCapabilities() throws IOException {
        Path status = Path.of("/proc/self/status");
        for (String line : Files.readAllLines(status, StandardCharsets.UTF_8)) {
            if (line.startsWith(EFFECTIVE)) {
                return Long.parseLong(line.substring(EFFECTIVE.length()).strip(), 16);
            }
        }
        return 0;
    }
}
