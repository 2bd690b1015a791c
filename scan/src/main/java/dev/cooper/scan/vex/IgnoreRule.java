package dev.cooper.scan.vex;

import dev.cooper.inventory.Glob;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A finding that somebody does not want to see.
 *
 * @param where file and line or entry, for reports
 * @param kind of findings; {@link Kind#ANY} for all
 * @param paths where it is ignored; none for everywhere
 * @param purls packages in which it is ignored; none for all
 * @param expires the first day on which it is no longer ignored
 * @param statement why; may be empty
 */
record IgnoreRule(
        String where,
        Kind kind,
        String id,
        List<String> paths,
        List<PurlPattern> purls,
        Optional<LocalDate> expires,
        String statement) {

    /** What a rule can be about. */
    enum Kind {
        ANY,
        VULNERABILITIES,
        MISCONFIGURATIONS,
        SECRETS,
        LICENSES
    }

    IgnoreRule {
        paths = List.copyOf(paths);
        purls = List.copyOf(purls);
    }

    /** Whether it is in force no longer. */
    boolean hasExpired(LocalDate today) {
        return expires.isPresent() && !today.isBefore(expires.get());
    }

    /** Why it does not hold for a finding of its id. */
    Mismatch mismatch(List<String> foundAt, Target target) {
        if (!paths.isEmpty() && !isAt(foundAt)) {
            return new Mismatch(
                    1, "its paths, %s, are not %s".formatted(paths, String.join(" or ", foundAt)));
        }
        if (purls.isEmpty()) {
            return Mismatch.NONE;
        }
        return new Product(purls, List.of(), "").mismatch(new Target(List.of(), target.packages()));
    }

    private boolean isAt(List<String> foundAt) {
        for (String path : paths) {
            Glob glob = new Glob(path);
            for (String each : foundAt) {
                if (each.equals(path) || glob.matches(each)) {
                    return true;
                }
            }
        }
        return false;
    }
}
