package dev.cooper.linux;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where control groups are mounted.
 *
 * @param unified the tree of version 2 when it has the controllers; empty on machines with version
 *     1 and in the mixed set-up
 * @param controllers the trees of version 1 by controller
 */
record CgroupMounts(Optional<Path> unified, Map<String, Path> controllers) {
    static CgroupMounts read() throws IOException {
        return parse(Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.UTF_8));
    }

    /** Reads lines of /proc/self/mountinfo. */
    static CgroupMounts parse(List<String> mountinfo) throws IOException {
        Optional<Path> unified = Optional.empty();
        Map<String, Path> controllers = new HashMap<>();
        for (String line : mountinfo) {
            String[] words = line.split(" ", -1);
            int dash = List.of(words).indexOf("-");
            String type = words[dash + 1];
            Path place = Path.of(words[4]);
            if (type.equals("cgroup2") && hasMemory(place)) {
                unified = Optional.of(place);
            } else if (type.equals("cgroup")) {
                for (String option : words[dash + 3].split(",", -1)) {
                    controllers.put(option, place);
                }
            }
        }
        return new CgroupMounts(unified, controllers);
    }

    private static boolean hasMemory(Path root) throws IOException {
        Path list = root.resolve("cgroup.controllers");
        return Files.exists(list)
                && List.of(Files.readString(list).strip().split(" ", -1)).contains("memory");
    }

    /** Returns the directory of a parent group, which must lie in the tree. */
    static Path inside(Path root, String parent) {
        Path path = root.resolve(parent.replaceFirst("^/+", "")).normalize();
        if (!path.startsWith(root) || path.equals(root)) {
            throw new SyntaxException(
                    "cgroup parent \""
                            + parent
                            + "\": want the path of a group, for example build");
        }
        return path;
    }
}
