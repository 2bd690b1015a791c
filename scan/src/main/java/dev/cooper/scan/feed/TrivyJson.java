package dev.cooper.scan.feed;

import dev.cooper.oci.Json;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.AffectedVersions.Limit;
import dev.cooper.scan.advisory.AffectedVersions.Range;
import dev.cooper.scan.advisory.DataSource;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.version.VersionScheme;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Values of Trivy's database. */
final class TrivyJson {
    /** Both are in the order of Trivy's own numbers. */
    static final List<Severity> SEVERITIES = List.of(Severity.values());

    static final List<Status> STATUSES = List.of(Status.values());

    private TrivyJson() {}

    static byte[] source(DataSource source) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("ID", source.id());
        members.put("Name", source.name());
        members.put("URL", source.url());
        return Json.write(members);
    }

    /** Distributions: one version that fixes it, or how it stands. */
    static byte[] ofSystem(Advisory advisory) {
        Map<String, Object> members = new LinkedHashMap<>();
        put(members, "VendorIDs", advisory.notices());
        put(members, "Arches", advisory.architectures());
        if (advisory.severity() != Severity.UNKNOWN) {
            members.put("Severity", SEVERITIES.indexOf(advisory.severity()));
        }
        Optional<String> fixed = fixed(advisory);
        fixed.ifPresent(version -> members.put("FixedVersion", version));
        if (fixed.isEmpty()) {
            members.put("Status", STATUSES.indexOf(advisory.status()));
        }
        return Json.write(members);
    }

    private static Optional<String> fixed(Advisory advisory) {
        return advisory.versions().ranges().stream()
                .filter(range -> range.limit() == Limit.FIXED)
                .map(Range::end)
                .reduce((first, second) -> second);
    }

    /** Of two on the same vulnerability the one whose fix comes later, or never. */
    static Advisory later(Advisory one, Advisory other, VersionScheme order) {
        Optional<String> a = fixed(one);
        Optional<String> b = fixed(other);
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? one : other;
        }
        return order.compare(a.get(), b.get()) >= 0 ? one : other;
    }

    /** Languages: ranges of versions that have it, and those that mend it. */
    static byte[] ofLanguage(Advisory advisory) {
        List<String> vulnerable = new ArrayList<>();
        Set<String> patched = new LinkedHashSet<>(advisory.fixes());
        AffectedVersions versions = advisory.versions();
        for (Range range : versions.ranges()) {
            vulnerable.add(constraint(range));
            if (range.limit() == Limit.FIXED && advisory.fixes().isEmpty()) {
                patched.add(range.end());
            }
        }
        versions.versions().forEach(version -> vulnerable.add("=" + version));
        Map<String, Object> members = new LinkedHashMap<>();
        put(members, "VendorIDs", advisory.aliases());
        put(members, "VulnerableVersions", vulnerable);
        put(members, "PatchedVersions", List.copyOf(patched));
        put(
                members,
                "UnaffectedVersions",
                versions.unaffected().stream().map(TrivyJson::constraint).toList());
        return Json.write(members);
    }

    private static String constraint(Range range) {
        if (range.limit() == Limit.LAST && range.introduced().equals(range.end())) {
            return "=" + range.end();
        }
        String start =
                range.introduced().isEmpty()
                        ? ""
                        : (range.after() ? ">" : ">=") + range.introduced();
        String end =
                switch (range.limit()) {
                    case NONE -> "";
                    case FIXED -> "<" + range.end();
                    case LAST -> "<=" + range.end();
                };
        if (start.isEmpty()) {
            return end.isEmpty() ? ">=0" : end;
        }
        return end.isEmpty() ? start : start + ", " + end;
    }

    static byte[] details(Vulnerability what) {
        Map<String, Object> members = new LinkedHashMap<>();
        put(members, "Title", what.title());
        put(members, "Description", what.description());
        members.put("Severity", overall(what).name());
        put(members, "CweIDs", what.weaknesses());
        Map<String, Object> severities = new TreeMap<>();
        what.severities()
                .forEach(
                        (source, severity) -> severities.put(source, SEVERITIES.indexOf(severity)));
        Map<String, Object> scores = new TreeMap<>();
        what.scores().forEach((source, cvss) -> scores.put(source, cvss(cvss)));
        if (!severities.isEmpty()) {
            members.put("VendorSeverity", severities);
        }
        if (!scores.isEmpty()) {
            members.put("CVSS", scores);
        }
        put(members, "References", what.references());
        what.published().ifPresent(time -> members.put("PublishedDate", time.toString()));
        what.modified().ifPresent(time -> members.put("LastModifiedDate", time.toString()));
        return Json.write(members);
    }

    private static Severity overall(Vulnerability what) {
        Severity nvd = what.severities().get("nvd");
        return nvd != null
                ? nvd
                : what.severities().values().stream()
                        .max(Severity::compareTo)
                        .orElse(Severity.UNKNOWN);
    }

    private static Map<String, Object> cvss(Vulnerability.Cvss cvss) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (String version : List.of("2.0", "3.0", "3.1", "4.0")) {
            String name = version.equals("2.0") ? "V2" : version.equals("4.0") ? "V40" : "V3";
            String vector = cvss.vectors().get(version);
            Double score = cvss.scores().get(version);
            if (vector != null) {
                members.put(name + "Vector", vector);
            }
            if (score != null) {
                members.put(name + "Score", score);
            }
        }
        return members;
    }

    private static void put(Map<String, Object> members, String name, String text) {
        if (!text.isEmpty()) {
            members.put(name, text);
        }
    }

    private static void put(Map<String, Object> members, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            members.put(name, texts);
        }
    }
}
