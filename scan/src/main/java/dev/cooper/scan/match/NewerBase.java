package dev.cooper.scan.match;

import dev.cooper.inventory.PackageKind;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Another image to build on, and what that would do.
 *
 * @param reference of the image
 * @param digest of its manifest; may be empty
 * @param removed how many of the findings in the base image it does not have
 * @param critical how many of these are critical
 * @param left how many of them it has as well
 * @param added how many it has that the base image does not have
 */
public record NewerBase(
        String reference, String digest, int removed, int critical, int left, int added) {
    private record Key(String id, PackageKind kind, String name) {
        static Key of(VulnerabilityFinding finding) {
            return new Key(
                    finding.id(), finding.found().found().kind(), finding.found().found().name());
        }
    }

    /**
     * Compares a base image with another.
     *
     * @param inBase findings in layers of the base image
     * @param inOther findings in the other
     */
    public static NewerBase of(
            String reference,
            String digest,
            Collection<VulnerabilityFinding> inBase,
            Collection<VulnerabilityFinding> inOther) {
        Map<Key, Severity> ours = new HashMap<>();
        inBase.forEach(each -> ours.merge(Key.of(each), each.severity(), NewerBase::worse));
        Set<Key> theirs = new HashSet<>();
        inOther.forEach(each -> theirs.add(Key.of(each)));
        int total = ours.size();
        int added = (int) theirs.stream().filter(each -> !ours.containsKey(each)).count();
        ours.keySet().removeAll(theirs);
        int critical =
                (int) ours.values().stream().filter(each -> each == Severity.CRITICAL).count();
        return new NewerBase(reference, digest, ours.size(), critical, total - ours.size(), added);
    }

    private static Severity worse(Severity one, Severity other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
