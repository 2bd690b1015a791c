package dev.cooper.inventory;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The files by which a distribution says what it is. */
final class ReleaseCataloger implements Cataloger {
    private static final Set<String> RELEASE = Set.of("etc/os-release", "usr/lib/os-release");
    private static final Set<String> VERSION = Set.of("etc/debian_version", "etc/alpine-release");
    private static final int LONGEST = 64 << 10;

    @Override
    public String id() {
        return "release-1";
    }

    @Override
    public boolean wants(Candidate file) {
        return file.size() <= LONGEST
                && (RELEASE.contains(file.path()) || VERSION.contains(file.path()));
    }

    @Override
    public void read(LayerFile file, Findings findings) {
        String text = new String(file.bytes(), StandardCharsets.UTF_8);
        if (RELEASE.contains(file.path())) {
            findings.distribution(Distribution.ofRelease(text));
            return;
        }
        String id = file.name().equals("alpine-release") ? "alpine" : "debian";
        String version = text.strip();
        // "bookworm/sid" is what a distribution says that has no version yet.
        if (!version.isEmpty() && Character.isDigit(version.charAt(0))) {
            findings.distribution(new Distribution(id, version, "", "", ""));
        }
    }
}
