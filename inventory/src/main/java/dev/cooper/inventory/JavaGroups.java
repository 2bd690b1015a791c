package dev.cooper.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The groups of archives that many use and that come without Maven's description of them, because
 * something else than Maven builds them. Their classes' names seldom tell the group.
 */
final class JavaGroups {
    /** Artifacts, or how they begin with a star behind it, to groups. */
    private static final NavigableMap<String, String> GROUPS = read();

    private JavaGroups() {}

    /** {@code group:artifact} of an archive that is known by the name of its file. */
    static Optional<String> name(String artifact) {
        return of(artifact).map(group -> group.indexOf(':') < 0 ? group + ":" + artifact : group);
    }

    private static Optional<String> of(String artifact) {
        String exact = GROUPS.get(artifact);
        if (exact != null) {
            return Optional.of(exact);
        }
        for (int length = artifact.length(); length > 0; length--) {
            String group = GROUPS.get(artifact.substring(0, length) + "*");
            if (group != null) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }

    private static NavigableMap<String, String> read() {
        NavigableMap<String, String> groups = new TreeMap<>();
        try (InputStream in = JavaGroups.class.getResourceAsStream("java-groups.txt")) {
            byte[] bytes = Objects.requireNonNull(in, "java-groups.txt").readAllBytes();
            new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        int blank = line.indexOf(' ');
                        groups.put(line.substring(0, blank), line.substring(blank + 1));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return groups;
    }
}
