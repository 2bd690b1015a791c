package dev.cooper.scan.misconfiguration;

import dev.cooper.scan.finding.MisconfigurationFinding;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Takes what the checks find in one file. */
final class Reporter {
    /** More says nothing more. */
    private static final int MOST_OF_A_CHECK = 100;

    private final String type;
    private final String path;
    private final BiFunction<Check, MisconfigurationFinding, Optional<LocalDate>> ignored;
    private final List<MisconfigurationFinding> findings = new ArrayList<>();
    private final List<MisconfigurationFinding> leftOut = new ArrayList<>();
    private final List<LocalDate> until = new ArrayList<>();
    private final List<MisconfigurationFinding> ofBase = new ArrayList<>();

    /**
     * @param ignored until when a finding is left out, if it is
     */
    Reporter(
            String type,
            String path,
            BiFunction<Check, MisconfigurationFinding, Optional<LocalDate>> ignored) {
        this.type = type;
        this.path = path;
        this.ignored = ignored;
    }

    /** Reports a step, or the whole file. */
    void add(String id, String message, @Nullable Step step) {
        if (step == null) {
            add(id, message, 0, 0, List.of(), -1, false);
        } else {
            add(
                    id,
                    message,
                    step.startLine(),
                    step.endLine(),
                    step.code(),
                    step.layer(),
                    step.isOfBase());
        }
    }

    /** Reports lines. */
    void add(String id, String message, int start, int end, List<String> code) {
        add(id, message, start, end, code, -1, false);
    }

    private void add(
            String id,
            String message,
            int start,
            int end,
            List<String> code,
            int layer,
            boolean isOfBase) {
        Check check = Check.of(id);
        MisconfigurationFinding finding =
                check.finding(type, path, message, start, end, code, layer);
        Optional<LocalDate> day = isOfBase ? Optional.empty() : ignored.apply(check, finding);
        List<MisconfigurationFinding> to = isOfBase ? ofBase : day.isPresent() ? leftOut : findings;
        if (to.stream().filter(other -> other.id().equals(id)).count() < MOST_OF_A_CHECK
                && !to.contains(finding)) {
            to.add(finding);
            day.ifPresent(until::add);
        }
    }

    /**
     * @param checks all that were made
     */
    Checked checked(List<Check> checks) {
        Set<String> failed = new HashSet<>();
        findings.forEach(finding -> failed.add(finding.id()));
        int successes = (int) checks.stream().filter(check -> !failed.contains(check.id())).count();
        return new Checked(type, path, successes, findings, leftOut, until, ofBase);
    }
}
