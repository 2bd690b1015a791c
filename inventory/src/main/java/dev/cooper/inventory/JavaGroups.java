package dev.cooper.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The groups of archives that many use and that come without Maven's description of them, because
 * something else than Maven builds them. Their classes' names seldom tell the group.
 */
final class JavaGroups {
    /** Artifacts, or how they begin with a star behind it, also with a major version, to groups. */
    private static final NavigableMap<String, String> GROUPS = read();

    private JavaGroups() {}

    /**
     * {@code group:artifact} of an archive that is known by the name of its file.
     *
     * @param version as the name of the file has it; empty when it has none
     */
    static Optional<String> name(String artifact, String version) {
        int dot = version.indexOf('.');
        String major = "/" + (dot < 0 ? version : version.substring(0, dot));
        for (String key : List.of(artifact + major, artifact)) {
            String exact = GROUPS.getOrDefault(key, "");
            boolean isOther = exact.indexOf(':') >= 0;
            if (!exact.isEmpty() && (!isOther || version.isEmpty())) {
                return Optional.of(isOther ? exact : exact + ":" + artifact);
            }
        }
        for (int length = artifact.length(); length > 0; length--) {
            String start = artifact.substring(0, length) + "*";
            String group = GROUPS.getOrDefault(start + major, GROUPS.get(start));
            if (group != null) {
                return Optional.of(group + ":" + artifact);
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
