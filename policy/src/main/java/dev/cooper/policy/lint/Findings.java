package dev.cooper.policy.lint;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.lint.Finding.Place;
import dev.cooper.policy.lint.Finding.Severity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is found in one document. */
final class Findings {
    private static final int MOST = 1000;

    private final List<Finding> all = new ArrayList<>();
    private final YamlNode document;

    Findings(YamlNode document) {
        this.document = document;
    }

    void error(YamlNode at, String rule, String message, String advice) {
        add(Severity.ERROR, at, rule, message, advice);
    }

    void warning(YamlNode at, String rule, String message, String advice) {
        add(Severity.WARNING, at, rule, message, advice);
    }

    void add(Severity severity, YamlNode at, String rule, String message, String advice) {
        if (all.size() < MOST) {
            int line = at.line() == 0 ? document.line() : at.line();
            Place place = new Place(at.file(), line, at.column(), at.path());
            all.add(new Finding(severity, rule, place, message, advice));
        }
    }

    /** What no program would read. */
    void unreadable(SyntaxException e) {
        all.add(unreadable(document.file(), e));
    }

    static Finding unreadable(String file, SyntaxException e) {
        String said = String.valueOf(e.getMessage());
        int[] numbers = {0, 0};
        String rest = said.startsWith(file + ":") ? said.substring(file.length() + 1) : said;
        for (int i = 0; i < numbers.length && said.startsWith(file + ":"); i++) {
            int colon = rest.indexOf(':');
            if (colon <= 0 || !rest.chars().limit(colon).allMatch(Character::isDigit)) {
                break;
            }
            numbers[i] = Integer.parseInt(rest, 0, Math.min(colon, 9), 10);
            rest = rest.substring(colon + 1);
        }
        return new Finding(
                Severity.ERROR,
                "unreadable",
                new Place(file, numbers[0], numbers[1], ""),
                rest.strip(),
                "correct it; nothing is verified by it as it is");
    }

    /** All, in the order of the file. */
    List<Finding> inOrder() {
        return all.stream()
                .distinct()
                .sorted(
                        Comparator.comparingInt((Finding one) -> one.place().line())
                                .thenComparingInt(one -> one.place().column()))
                .toList();
    }
}
