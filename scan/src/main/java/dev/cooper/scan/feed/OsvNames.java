package dev.cooper.scan.feed;

import static dev.cooper.scan.feed.JsonValues.text;
import static dev.cooper.scan.feed.JsonValues.texts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of what a record is about.
 *
 * @param own the record's
 * @param ids of the vulnerabilities: a CVE where there is one
 * @param aliases other names, when there is only one vulnerability
 * @param notices the record's own name, where it is an announcement of several
 */
record OsvNames(String own, List<String> ids, List<String> aliases, List<String> notices) {
    /** Distributions whose notices are about bugs, too, which are of no interest here. */
    private static final List<String> ERRATA =
            List.of(
                    "AlmaLinux:",
                    "Rocky Linux:",
                    "Red Hat:",
                    "Oracle Linux:",
                    "Amazon Linux:",
                    "SUSE:",
                    "openSUSE:");

    static OsvNames of(Map<?, ?> record) {
        String own = text(record.get("id"));
        Set<String> others = new LinkedHashSet<>(texts(record.get("aliases")));
        if (isNotice(own)) {
            others.addAll(texts(record.get("upstream")));
            if (others.stream().noneMatch(OsvNames::isCve)) {
                others.addAll(texts(record.get("related")));
            }
            List<String> cves = others.stream().filter(OsvNames::isCve).toList();
            return cves.isEmpty()
                    ? new OsvNames(own, List.of(own), List.of(), List.of())
                    : new OsvNames(own, cves, List.of(), List.of(own));
        }
        int inner = own.indexOf("CVE-");
        if (inner > 0) {
            // A distribution's word on one CVE, such as DEBIAN-CVE-2024-1.
            return new OsvNames(own, List.of(own.substring(inner)), List.of(), List.of());
        }
        List<String> names = new ArrayList<>();
        names.add(own);
        for (String other : others) {
            boolean first = isCve(other) && !isCve(names.getFirst());
            names.add(first ? 0 : names.size(), other);
        }
        return new OsvNames(
                own, List.of(names.getFirst()), names.subList(1, names.size()), List.of());
    }

    private static boolean isCve(String id) {
        return id.startsWith("CVE-");
    }

    private static boolean isNotice(String id) {
        int end = id.indexOf('-');
        return switch (end < 0 ? "" : id.substring(0, end)) {
            case "ALSA",
                    "ALBA",
                    "ALEA",
                    "RLSA",
                    "RXSA",
                    "RHSA",
                    "RHBA",
                    "RHEA",
                    "ELSA",
                    "ALAS",
                    "ALAS2",
                    "ALAS2023",
                    "DSA",
                    "DLA",
                    "DTSA",
                    "USN",
                    "LSN",
                    "SUSE",
                    "openSUSE",
                    "MGASA",
                    "OESA",
                    "AZL",
                    "PHSA" ->
                    true;
            default -> false;
        };
    }

    /** Whether it is about something else than vulnerabilities. */
    boolean saysNothingOn(String ecosystem) {
        return notices.isEmpty()
                && isNotice(own)
                && ERRATA.stream().anyMatch(ecosystem::startsWith);
    }
}
