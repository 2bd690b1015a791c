package dev.cooper.scan.misconfiguration;

import dev.cooper.scan.finding.MisconfigurationFinding;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Comments that say what to leave out: {@code # trivy:ignore:DS-0002 exp:2027-01-01}. */
final class InlineIgnores {
    private static final List<String> WORDS =
            List.of("trivy:ignore:", "cooper:ignore:", "tfsec:ignore:");

    private final LocalDate today;
    private final List<Ignore> ignores = new ArrayList<>();

    /** From which line to which, and until when, one check, or all by {@code *}, is left out. */
    private record Ignore(String id, int from, int to, LocalDate until) {}

    InlineIgnores(LocalDate today) {
        this.today = today;
    }

    /**
     * Reads a comment.
     *
     * @param from the first line that it is about
     * @param to the last one
     */
    void read(String comment, int from, int to) {
        String current = "";
        LocalDate until = LocalDate.MAX;
        for (String word : comment.replace('#', ' ').strip().split("\\s+", -1)) {
            Optional<String> id = id(word);
            if (id.isPresent()) {
                add(current, from, to, until);
                current = id.get();
                until = LocalDate.MAX;
            } else if (word.startsWith("exp:")) {
                until = date(word.substring("exp:".length()));
            }
        }
        add(current, from, to, until);
    }

    private void add(String id, int from, int to, LocalDate until) {
        if (!id.isEmpty() && until.isAfter(today)) {
            ignores.add(new Ignore(id, from, to, until));
        }
    }

    private static Optional<String> id(String word) {
        return WORDS.stream()
                .filter(word::startsWith)
                .map(prefix -> word.substring(prefix.length()))
                .map(rest -> rest.indexOf('[') < 0 ? rest : rest.substring(0, rest.indexOf('[')))
                .findFirst();
    }

    /** A date that cannot be read has passed: nothing is left out by mistake. */
    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException _) {
            return LocalDate.MIN;
        }
    }

    /** The day from which on a finding is no longer left out; empty when it is not at all. */
    Optional<LocalDate> until(Check check, MisconfigurationFinding finding) {
        return ignores.stream()
                .filter(ignore ->
                        ignore.from() <= finding.startLine()
                                && finding.startLine() <= ignore.to()
                                && (ignore.id().equals("*")
                                        || Check.find(ignore.id())
                                                .filter(check::equals)
                                                .isPresent()))
                .map(Ignore::until)
                .max(Comparator.naturalOrder());
    }
}
