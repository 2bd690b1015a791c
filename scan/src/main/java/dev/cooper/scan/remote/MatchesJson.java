package dev.cooper.scan.remote;

import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Findings as JSON: packages by their numbers in the question, and vulnerabilities, which many
 * findings share, by their numbers in a list of their own.
 */
final class MatchesJson {
    private final IdentityHashMap<LayeredPackage, Integer> packages = new IdentityHashMap<>();
    private final IdentityHashMap<Vulnerability, Integer> numbers = new IdentityHashMap<>();
    private final List<Map<String, Object>> vulnerabilities = new ArrayList<>();

    /**
     * @param asked the packages of the question
     */
    MatchesJson(List<LayeredPackage> asked) {
        for (int i = 0; i < asked.size(); i++) {
            packages.put(asked.get(i), i);
        }
    }

    Map<String, Object> write(VulnerabilityFinding finding) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("package", (long) packages.getOrDefault(finding.found(), -1));
        members.put("advisory", AdvisoryJson.write(finding.advisory()));
        members.put("vulnerability", (long) number(finding.detail()));
        members.put("fixedVersion", finding.fixedVersion());
        members.put("status", Words.of(finding.status()));
        members.put("severity", Words.of(finding.severity()));
        members.put("severitySource", finding.severitySource());
        return members;
    }

    private int number(Vulnerability vulnerability) {
        Integer known = numbers.get(vulnerability);
        if (known == null) {
            known = vulnerabilities.size();
            numbers.put(vulnerability, known);
            vulnerabilities.add(VulnerabilityJson.write(vulnerability));
        }
        return known;
    }

    /** Those that were written findings of. */
    List<Map<String, Object>> vulnerabilities() {
        return vulnerabilities;
    }

    /**
     * Reads a finding.
     *
     * @param asked the packages of the question
     * @param known the vulnerabilities of the answer
     * @throws SyntaxException when it is something else
     */
    static VulnerabilityFinding read(
            JsonObject members, List<LayeredPackage> asked, List<Vulnerability> known) {
        return new VulnerabilityFinding(
                at(asked, members, "package"),
                AdvisoryJson.read(members.object("advisory")),
                at(known, members, "vulnerability"),
                members.string("fixedVersion"),
                Words.read(Status.class, members, "status"),
                Words.read(Severity.class, members, "severity"),
                members.string("severitySource"));
    }

    private static <T> T at(List<T> all, JsonObject members, String name) {
        long number = members.integer(name);
        if (number < 0 || number >= all.size()) {
            throw new SyntaxException(members.where() + ": there is no " + name + " " + number);
        }
        return all.get((int) number);
    }
}
