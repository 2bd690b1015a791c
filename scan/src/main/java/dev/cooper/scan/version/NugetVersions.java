package dev.cooper.scan.version;

import java.util.Comparator;

/** Semantic Versioning with up to four numbers; labels are compared without regard to case. */
final class NugetVersions implements Comparator<String> {
    @Override
    public int compare(String one, String other) {
        return SemanticVersions.compare(one, other, true);
    }
}
