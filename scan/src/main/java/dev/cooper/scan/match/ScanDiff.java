package dev.cooper.scan.match;

import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.oci.Json;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What two scans have found that is not the same. A vulnerability that a package keeps in another
 * version is not new.
 *
 * @param added what only the newer has
 * @param gone what only the older has
 * @param kept what both have, as the newer has it
 */
public record ScanDiff(List<Change> added, List<Change> gone, List<VulnerabilityFinding> kept) {

    /**
     * A finding of one of the two.
     *
     * @param why as a sentence without its end
     */
    public record Change(VulnerabilityFinding finding, String why) {}

    /** One of the two scans. */
    public record Side(List<VulnerabilityFinding> findings, ImageInventory inventory) {
        public Side {
            findings = List.copyOf(findings);
        }
    }

    private record Name(PackageKind kind, String name) {
        static Name of(SoftwarePackage found) {
            return new Name(found.kind(), found.name());
        }
    }

    private record Key(String id, Name name, String version) {
        static Key of(VulnerabilityFinding finding, boolean inThisVersion) {
            SoftwarePackage found = finding.found().found();
            return new Key(finding.id(), Name.of(found), inThisVersion ? found.version() : "");
        }
    }

    public ScanDiff {
        added = List.copyOf(added);
        gone = List.copyOf(gone);
        kept = List.copyOf(kept);
    }

    /** Compares two scans. */
    public static ScanDiff of(Side older, Side newer) {
        List<VulnerabilityFinding> kept = new ArrayList<>();
        List<VulnerabilityFinding> before = new ArrayList<>(older.findings());
        List<VulnerabilityFinding> after = new ArrayList<>(newer.findings());
        pair(before, after, true, kept);
        pair(before, after, false, kept);
        Map<Name, Set<String>> had = versions(older.inventory());
        Map<Name, Set<String>> has = versions(newer.inventory());
        return new ScanDiff(
                after.stream().map(each -> new Change(each, whyAdded(each, had))).toList(),
                before.stream().map(each -> new Change(each, whyGone(each, has))).toList(),
                kept.stream().sorted(FindingOrder.BY_PACKAGE).toList());
    }

    /** Takes out of both lists what they have in common. */
    private static void pair(
            List<VulnerabilityFinding> before,
            List<VulnerabilityFinding> after,
            boolean inThisVersion,
            List<VulnerabilityFinding> kept) {
        Map<Key, Deque<VulnerabilityFinding>> old = new HashMap<>();
        for (VulnerabilityFinding each : before) {
            old.computeIfAbsent(Key.of(each, inThisVersion), key -> new ArrayDeque<>()).add(each);
        }
        after.removeIf(each -> {
            Deque<VulnerabilityFinding> same = old.get(Key.of(each, inThisVersion));
            if (same == null || same.isEmpty()) {
                return false;
            }
            same.removeFirst();
            kept.add(each);
            return true;
        });
        before.clear();
        old.values().forEach(before::addAll);
        before.sort(FindingOrder.BY_PACKAGE);
    }

    private static Map<Name, Set<String>> versions(ImageInventory inventory) {
        Map<Name, Set<String>> versions = new HashMap<>();
        for (LayeredPackage each : inventory.packages()) {
            versions.computeIfAbsent(Name.of(each.found()), name -> new LinkedHashSet<>())
                    .add(each.found().version());
        }
        return versions;
    }

    private static String whyAdded(VulnerabilityFinding finding, Map<Name, Set<String>> had) {
        SoftwarePackage found = finding.found().found();
        Set<String> versions = had.getOrDefault(Name.of(found), Set.of());
        if (versions.contains(found.version())) {
            return "its advisory is newly known, or was ignored before";
        }
        return versions.isEmpty()
                ? "the package is new"
                : "the package was %s before".formatted(String.join(", ", versions));
    }

    private static String whyGone(VulnerabilityFinding finding, Map<Name, Set<String>> has) {
        SoftwarePackage found = finding.found().found();
        Set<String> versions = has.getOrDefault(Name.of(found), Set.of());
        if (versions.contains(found.version())) {
            return "its advisory holds no longer, or is ignored now";
        }
        return versions.isEmpty()
                ? "the package is no longer there"
                : "the package is %s now".formatted(String.join(", ", versions));
    }

    /** For people: lines with a line feed behind each. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                "%d new, %d gone, %d unchanged%n"
                        .formatted(added.size(), gone.size(), kept.size()));
        added.forEach(each -> line('+', each, text));
        gone.forEach(each -> line('-', each, text));
        return text.toString();
    }

    private static void line(char sign, Change change, StringBuilder text) {
        SoftwarePackage found = change.finding.found().found();
        text.append(
                "%c %s %s %s %s: %s%n"
                        .formatted(
                                sign,
                                change.finding.severity(),
                                change.finding.id(),
                                found.name(),
                                found.version(),
                                change.why));
    }

    /** The same for programs. */
    public byte[] json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("new", added.stream().map(each -> fields(each.finding, each.why)).toList());
        fields.put("gone", gone.stream().map(each -> fields(each.finding, each.why)).toList());
        fields.put("unchanged", kept.stream().map(each -> fields(each, "")).toList());
        return Json.write(fields);
    }

    private static Map<String, Object> fields(VulnerabilityFinding finding, String why) {
        SoftwarePackage found = finding.found().found();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", finding.id());
        fields.put("severity", finding.severity().name());
        fields.put("type", found.kind().purlType());
        fields.put("package", found.name());
        fields.put("version", found.version());
        fields.put("fixed", finding.fixedVersion());
        if (!why.isEmpty()) {
            fields.put("why", why);
        }
        return fields;
    }
}
