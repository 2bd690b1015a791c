package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The value of {@code check=}: {@code skip=A,B;error=true;experimental=C}.
 *
 * @param skip names of rules to leave out; {@code all} stands for every rule
 * @param experimental names of experimental rules to apply; {@code all} stands for every one
 * @param error true: a warning fails the build
 */
record CheckOptions(Set<String> skip, Set<String> experimental, boolean error) {
    static final CheckOptions NONE = new CheckOptions(Set.of(), Set.of(), false);

    private static final int MAX_PARTS = 3;

    static CheckOptions parse(String text) {
        if (Blank.trim(text).isEmpty()) {
            return NONE;
        }
        Set<String> skip = new LinkedHashSet<>();
        Set<String> experimental = new LinkedHashSet<>();
        boolean error = false;
        for (String part : List.of(text.split(";", MAX_PARTS))) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part.strip() : part.substring(0, equals).strip();
            String value = equals < 0 ? "" : part.substring(equals + 1).strip();
            switch (key) {
                case "skip" -> addNames(skip, value);
                case "experimental" -> addNames(experimental, value);
                case "error" -> error = bool(value);
                default ->
                        throw new SyntaxException(
                                "\""
                                        + part
                                        + "\" in check= is none of skip=, error=, experimental=");
            }
        }
        return new CheckOptions(skip, experimental, error);
    }

    private static void addNames(Set<String> names, String value) {
        for (String name : List.of(value.split(",", -1))) {
            names.add(name.strip());
        }
    }

    private static boolean bool(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "1", "t", "true" -> true;
            case "0", "f", "false" -> false;
            default ->
                    throw new SyntaxException(
                            "error=" + value + " in check= is neither true nor false");
        };
    }

    /** Adds what a {@code check=} comment directly above an instruction says. */
    CheckOptions withComments(List<String> comments) {
        for (String comment : comments) {
            int equals = comment.indexOf('=');
            if (equals < 0 || !comment.substring(0, equals).strip().equalsIgnoreCase("check")) {
                continue;
            }
            String value = comment.substring(equals + 1).strip();
            int blank = value.indexOf(' ');
            try {
                return plus(parse(blank < 0 ? value : value.substring(0, blank)));
            } catch (SyntaxException _) {
                return this; // a comment is not refused for what it says
            }
        }
        return this;
    }

    private CheckOptions plus(CheckOptions other) {
        Set<String> allSkip = new LinkedHashSet<>(skip);
        allSkip.addAll(other.skip);
        Set<String> allExperimental = new LinkedHashSet<>(experimental);
        allExperimental.addAll(other.experimental);
        return new CheckOptions(allSkip, allExperimental, error);
    }

    boolean applies(Rule rule) {
        Set<String> names = rule.isExperimental() ? experimental : skip;
        boolean named = names.contains("all") || names.contains(rule.ruleName());
        return rule.isExperimental() == named;
    }
}
