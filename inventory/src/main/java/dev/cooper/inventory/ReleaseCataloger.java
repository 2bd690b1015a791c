package dev.cooper.inventory;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The files by which a distribution says what it is. Alpine's edge calls itself by the number of
 * its next release; only where its packages come from says that it is none yet.
 */
final class ReleaseCataloger implements Cataloger {
    private static final Set<String> RELEASE = Set.of("etc/os-release", "usr/lib/os-release");
    private static final Set<String> VERSION = Set.of("etc/debian_version", "etc/alpine-release");
    private static final String REPOSITORIES = "etc/apk/repositories";
    private static final int LONGEST = 64 << 10;

    @Override
    public String id() {
        return "release-2";
    }

    @Override
    public boolean wants(Candidate file) {
        return file.size() <= LONGEST
                && (RELEASE.contains(file.path())
                        || VERSION.contains(file.path())
                        || file.path().equals(REPOSITORIES));
    }

    @Override
    public void read(LayerFile file, Findings findings) {
        String text = new String(file.bytes(), StandardCharsets.UTF_8);
        if (RELEASE.contains(file.path())) {
            findings.distribution(Distribution.ofRelease(text));
            return;
        }
        if (file.path().equals(REPOSITORIES)) {
            if (text.lines().anyMatch(ReleaseCataloger::isEdge)) {
                findings.distribution(new Distribution("alpine", Distribution.EDGE, "", "", ""));
            }
            return;
        }
        String id = file.name().equals("alpine-release") ? "alpine" : "debian";
        String version = text.strip();
        // "bookworm/sid" is what a distribution says that has no version yet.
        if (!version.isEmpty() && Character.isDigit(version.charAt(0))) {
            findings.distribution(new Distribution(id, version, "", "", ""));
        }
    }

    /** A line for a tag, such as {@code @edge https://…}, is for single packages. */
    private static boolean isEdge(String line) {
        String address = line.strip();
        return (address.startsWith("http") || address.startsWith("/"))
                && (address.endsWith("/edge/main") || address.endsWith("/edge/main/"));
    }
}
