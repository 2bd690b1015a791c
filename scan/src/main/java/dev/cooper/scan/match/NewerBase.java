package dev.cooper.scan.match;

import dev.cooper.inventory.PackageKind;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Another image to build on, and what that would do.
 *
 * @param reference of the image
 * @param removed how many of the findings in the base image it does not have
 * @param left how many of them it has as well
 * @param added how many it has that the base image does not have
 */
public record NewerBase(String reference, int removed, int left, int added) {
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
            Collection<VulnerabilityFinding> inBase,
            Collection<VulnerabilityFinding> inOther) {
        Set<Key> ours = keys(inBase);
        Set<Key> theirs = keys(inOther);
        Set<Key> both = new HashSet<>(ours);
        both.retainAll(theirs);
        return new NewerBase(
                reference, ours.size() - both.size(), both.size(), theirs.size() - both.size());
    }

    private static Set<Key> keys(Collection<VulnerabilityFinding> findings) {
        Set<Key> keys = new HashSet<>();
        findings.forEach(each -> keys.add(Key.of(each)));
        return keys;
    }
}
