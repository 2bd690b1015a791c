package dev.cooper.linux;

import java.util.List;

/**
 * Who a step runs as, with numbers as they are inside the sandbox; see {@link Users} for names.
 *
 * @param uid user ID
 * @param gid primary group ID
 * @param groups supplementary group IDs
 * @param home home directory, "/" when the image does not know one
 */
public record SandboxUser(int uid, int gid, List<Integer> groups, String home) {
    /** root with no supplementary groups. */
    public static final SandboxUser ROOT = new SandboxUser(0, 0, List.of(), "/root");

    public SandboxUser {
        groups = List.copyOf(groups);
    }
}
