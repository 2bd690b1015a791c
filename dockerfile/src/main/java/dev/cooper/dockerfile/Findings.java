package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects warnings, less those that the file wants skipped. */
final class Findings {
    private final CheckOptions options;
    private final Set<Warning> warnings = new LinkedHashSet<>();

    Findings(CheckOptions options) {
        this.options = options;
    }

    void add(Rule rule, String detail, SourceRange range) {
        add(rule, detail, range, List.of());
    }

    /** Adds a warning about an instruction; a comment directly above it may skip the rule. */
    void add(Rule rule, String detail, Instruction instruction) {
        add(rule, detail, instruction.range(), instruction.origin().comments());
    }

    private void add(Rule rule, String detail, SourceRange range, List<String> comments) {
        Warning warning = rule.warning(detail, range);
        if (options.withComments(comments).applies(rule)) {
            warnings.add(warning);
        }
    }

    List<Warning> sorted() {
        List<Warning> out = new ArrayList<>(warnings);
        out.sort(Comparator.comparingInt(warning -> warning.range().startLine()));
        return out;
    }
}
