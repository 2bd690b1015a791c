package dev.cooper.scan.match;

import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.version.VersionScheme;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes one of the advisories of several sources on the same vulnerability: those with the same id,
 * and those that name each other as aliases unless each has a CVE of its own.
 */
final class AdvisoryGroups {
    private static final Comparator<Advisory> BEST_FIRST =
            Comparator.comparing((Advisory each) -> !hasFix(each))
                    .thenComparing(each -> each.severity() == Severity.UNKNOWN)
                    .thenComparing(Advisory::source)
                    .thenComparing(Advisory::id)
                    .thenComparing(Advisory::toString);

    private AdvisoryGroups() {}

    private static boolean hasFix(Advisory advisory) {
        return !advisory.fixes().isEmpty()
                || advisory.versions().ranges().stream()
                        .anyMatch(range -> range.limit() == AffectedVersions.Limit.FIXED);
    }

    /** One advisory for each vulnerability, by id; the order of the arguments does not matter. */
    static List<Advisory> merged(Collection<Advisory> advisories) {
        Map<String, List<Advisory>> byId = new TreeMap<>();
        for (Advisory each : advisories) {
            byId.computeIfAbsent(each.id(), id -> new ArrayList<>()).add(each);
        }
        joinByAliases(byId);
        List<Advisory> merged = new ArrayList<>();
        byId.forEach((id, group) -> merged.add(merged(id, group)));
        return merged;
    }

    /** What is named as an alias by another, or names one, is about the same. */
    private static void joinByAliases(Map<String, List<Advisory>> byId) {
        for (Map.Entry<String, List<Advisory>> each : List.copyOf(byId.entrySet())) {
            if (isCve(each.getKey())) {
                continue;
            }
            for (Map.Entry<String, List<Advisory>> other : byId.entrySet()) {
                if (isSame(each, other)) {
                    other.getValue().addAll(each.getValue());
                    byId.remove(each.getKey());
                    break;
                }
            }
        }
    }

    private static boolean isSame(
            Map.Entry<String, List<Advisory>> one, Map.Entry<String, List<Advisory>> other) {
        return !one.getKey().equals(other.getKey())
                && (names(other.getValue()).contains(one.getKey())
                        || names(one.getValue()).contains(other.getKey()));
    }

    private static boolean isCve(String id) {
        return id.startsWith("CVE-");
    }

    private static Set<String> names(List<Advisory> group) {
        Set<String> names = new LinkedHashSet<>();
        for (Advisory each : group) {
            names.addAll(each.aliases());
        }
        return names;
    }

    private static Advisory merged(String id, List<Advisory> group) {
        if (group.size() == 1) {
            return group.getFirst();
        }
        List<Advisory> sorted = group.stream().sorted(BEST_FIRST).toList();
        Set<String> aliases = new LinkedHashSet<>();
        Set<AffectedVersions.Range> ranges = new LinkedHashSet<>();
        Set<String> versions = new LinkedHashSet<>();
        Set<String> notices = new LinkedHashSet<>();
        Set<String> fixes = new LinkedHashSet<>();
        for (Advisory each : sorted) {
            aliases.add(each.id());
            aliases.addAll(each.aliases());
            ranges.addAll(each.versions().ranges());
            versions.addAll(each.versions().versions());
            notices.addAll(each.notices());
            fixes.addAll(each.fixes());
        }
        aliases.remove(id);
        Advisory best = sorted.getFirst();
        return new Advisory(
                id,
                List.copyOf(aliases),
                best.source(),
                new AffectedVersions(List.copyOf(ranges), List.copyOf(versions)),
                best.status(),
                best.severity(),
                List.copyOf(notices),
                List.copyOf(fixes),
                best.architectures(),
                best.stream(),
                best.published());
    }

    /**
     * The versions that fix it, with {@code ", "} between them: of a distribution the highest that
     * any source names, as each release has one line of versions; of a library all of them.
     */
    static String fixes(Advisory advisory, VersionScheme scheme, boolean isOfSystem) {
        Set<String> fixes = new LinkedHashSet<>(advisory.fixes());
        for (AffectedVersions.Range range : advisory.versions().ranges()) {
            if (advisory.fixes().isEmpty() && range.limit() == AffectedVersions.Limit.FIXED) {
                fixes.add(range.end());
            }
        }
        if (!isOfSystem) {
            return String.join(", ", fixes);
        }
        return fixes.isEmpty() ? "" : Collections.max(fixes, scheme);
    }
}
