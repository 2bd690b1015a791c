package dev.cooper.scan.match;

import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.version.VersionScheme;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether an advisory holds for a package, and if not, what stands against it. */
enum Judgement {
    /** The package has the vulnerability. */
    HOLDS,
    /** Its makers say that it does not have it. */
    NOT_AFFECTED,
    /** It was built for another architecture. */
    OTHER_ARCHITECTURE,
    /** It is of another stream of its module, or of none. */
    OTHER_STREAM,
    /** Its version is not among those that have it. */
    OTHER_VERSION;

    static Judgement of(Advisory advisory, Lookup lookup) {
        if (advisory.status() == Status.NOT_AFFECTED) {
            return NOT_AFFECTED;
        }
        boolean isBuilt =
                advisory.architectures().isEmpty()
                        || lookup.architecture().isEmpty()
                        || advisory.architectures().contains(lookup.architecture());
        if (!isBuilt) {
            return OTHER_ARCHITECTURE;
        }
        if (!isOfStream(advisory, lookup)) {
            return OTHER_STREAM;
        }
        return advisory.versions().has(lookup.version(), lookup.scheme()) ? HOLDS : OTHER_VERSION;
    }

    /** Where a feed does not say the stream, versions tell packages of modules from others. */
    private static boolean isOfStream(Advisory advisory, Lookup lookup) {
        if (!advisory.stream().isEmpty() || lookup.scheme() != VersionScheme.RPM) {
            return advisory.stream().equals(lookup.stream());
        }
        boolean isOfModule = !lookup.stream().isEmpty() || isOfModule(lookup.version());
        boolean mayBeUnsaid = lookup.stream().isEmpty();
        for (AffectedVersions.Range range : advisory.versions().ranges()) {
            if (!range.end().isEmpty()) {
                if (isOfModule(range.end()) != isOfModule) {
                    return false;
                }
                mayBeUnsaid = true;
            }
        }
        return mayBeUnsaid;
    }

    private static boolean isOfModule(String version) {
        return version.contains(".module") || version.contains("+module");
    }

    /** What was compared, with both sides. */
    String trace(Advisory advisory, Lookup lookup) {
        return switch (this) {
            case HOLDS -> versions(advisory, lookup) + ": affected";
            case OTHER_VERSION ->
                    versions(advisory, lookup) + ": not affected" + reason(advisory, lookup);
            case NOT_AFFECTED -> "its makers say that it is not affected";
            case OTHER_ARCHITECTURE ->
                    "it is about %s, the package is %s"
                            .formatted(
                                    String.join(", ", advisory.architectures()),
                                    lookup.architecture());
            case OTHER_STREAM ->
                    "it is about %s, the package is of %s"
                            .formatted(stream(advisory.stream()), stream(lookup.stream()));
        };
    }

    /** What the comparison means, where it is plain. */
    private static String reason(Advisory advisory, Lookup lookup) {
        List<AffectedVersions.Range> ranges = advisory.versions().ranges();
        if (ranges.size() != 1 || !advisory.versions().versions().isEmpty()) {
            return "";
        }
        AffectedVersions.Range only = ranges.getFirst();
        boolean isOlder =
                !only.introduced().isEmpty()
                        && lookup.scheme().compare(lookup.version(), only.introduced()) < 0;
        if (isOlder) {
            return ", as it came in later";
        }
        return only.limit() == AffectedVersions.Limit.FIXED ? ", as the fix is installed" : "";
    }

    private static String stream(String stream) {
        return stream.isEmpty() ? "no module" : "the module stream " + stream;
    }

    private static String versions(Advisory advisory, Lookup lookup) {
        List<String> traces = new ArrayList<>();
        for (AffectedVersions.Range range : advisory.versions().ranges()) {
            traces.add(range(range, lookup));
        }
        List<String> named = advisory.versions().versions();
        if (!named.isEmpty()) {
            boolean isNamed =
                    named.stream()
                            .anyMatch(each -> lookup.scheme().compare(each, lookup.version()) == 0);
            traces.add(
                    "%s is %s the %d versions that are named"
                            .formatted(
                                    lookup.version(),
                                    isNamed ? "one of" : "none of",
                                    named.size()));
        }
        String rules = " by %s rules".formatted(lookup.scheme().name().toLowerCase(Locale.ROOT));
        return traces.isEmpty() ? "it names no versions" : String.join("; ", traces) + rules;
    }

    private static String range(AffectedVersions.Range range, Lookup lookup) {
        List<String> parts = new ArrayList<>();
        if (!range.introduced().isEmpty()) {
            parts.add(compared(lookup, range.introduced(), "introduced"));
        }
        switch (range.limit()) {
            case NONE ->
                    parts.add(range.introduced().isEmpty() ? "every version" : "not fixed since");
            case FIXED -> parts.add(compared(lookup, range.end(), "fixed"));
            case LAST -> parts.add(compared(lookup, range.end(), "last affected"));
        }
        return String.join(" and ", parts);
    }

    private static String compared(Lookup lookup, String other, String what) {
        int order = lookup.scheme().compare(lookup.version(), other);
        return "installed %s %s %s %s"
                .formatted(lookup.version(), order < 0 ? "<" : order > 0 ? ">" : "=", what, other);
    }
}
