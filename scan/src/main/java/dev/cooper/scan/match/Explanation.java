package dev.cooper.scan.match;

import dev.cooper.oci.Json;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a vulnerability is reported for a package, or why not.
 *
 * @param vulnerability that was asked for
 * @param packageName that was asked for
 * @param cases each package of that name
 * @param notes sentences on what is no such package
 */
public record Explanation(
        String vulnerability, String packageName, List<Case> cases, List<String> notes) {

    /**
     * What was decided for one package.
     *
     * @param what the package and its version
     * @param steps sentences, in the order in which it was decided
     * @param finding what came of it, whether it is shown or not
     * @param isReported whether it is shown
     */
    public record Case(
            String what,
            List<String> steps,
            Optional<VulnerabilityFinding> finding,
            boolean isReported) {
        public Case {
            steps = List.copyOf(steps);
        }

        /** The same after one more step, by which it is shown or not. */
        public Case then(String step, boolean reported) {
            List<String> more = new ArrayList<>(steps);
            more.add(step);
            return new Case(what, more, finding, reported);
        }
    }

    public Explanation {
        cases = List.copyOf(cases);
        notes = List.copyOf(notes);
    }

    /** The same with other cases. */
    public Explanation withCases(List<Case> other) {
        return new Explanation(vulnerability, packageName, other, notes);
    }

    /** The same with more sentences. */
    public Explanation withNotes(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new Explanation(vulnerability, packageName, cases, all);
    }

    /** Whether it is reported for any of the packages. */
    public boolean isReported() {
        return cases.stream().anyMatch(Case::isReported);
    }

    /** For people: lines with a line feed behind each. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Case each : cases) {
            text.append(
                    "%s is %sreported for %s:%n"
                            .formatted(vulnerability, each.isReported ? "" : "not ", each.what));
            int number = 1;
            for (String step : each.steps) {
                text.append("  ").append(number++).append(". ").append(step).append('\n');
            }
        }
        if (cases.isEmpty()) {
            text.append(
                    "%s is not reported for %s: there is no such package%n"
                            .formatted(vulnerability, packageName));
        }
        for (String note : notes) {
            text.append("  - ").append(note).append('\n');
        }
        return text.toString();
    }

    /** The same for programs. */
    public byte[] json() {
        List<Object> packages = new ArrayList<>();
        for (Case each : cases) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("package", each.what);
            fields.put("reported", each.isReported);
            fields.put("steps", each.steps);
            packages.add(fields);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("vulnerability", vulnerability);
        fields.put("asked", packageName);
        fields.put("reported", isReported());
        fields.put("packages", packages);
        fields.put("notes", notes);
        return Json.write(fields);
    }
}
