package dev.cooper.cli.option;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one command line the way docker does: long and short forms, combined switches, mixed
 * operands.
 */
final class OptionParser {
    private final Usage usage;
    private final Map<String, List<String>> given = new LinkedHashMap<>();
    private final List<String> operands = new ArrayList<>();
    private boolean help;

    OptionParser(Usage usage) {
        this.usage = usage;
    }

    Options parse(List<String> args) {
        int at = 0;
        while (at < args.size()) {
            String word = args.get(at++);
            if (word.equals("--")) {
                operands.addAll(args.subList(at, args.size()));
                break;
            }
            if (word.length() < 2 || word.charAt(0) != '-') {
                operands.add(word);
            } else if (word.charAt(1) == '-') {
                at = longForm(word, args, at);
            } else {
                at = shortForms(word, args, at);
            }
        }
        return new Options(usage, given, List.copyOf(operands), help);
    }

    private int longForm(String word, List<String> args, int at) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
        @Nullable String value = equals < 0 ? null : word.substring(equals + 1);
        Option option = usage.find(name);
        if (option == null) {
            if (name.equals("help")) {
                help = true;
                return at;
            }
            Refusal refusal = usage.refusal(name);
            if (refusal != null) {
                if (refusal.isSwitch() && value != null && !truth(value, "--" + name)) {
                    return at;
                }
                throw refusal.exception();
            }
            throw new UsageException(
                    "unknown flag --" + name + Suggestion.of(name, usage.names(), "--"));
        }
        if (option.kind() == Option.Kind.PAIR) {
            return pair(option, value, args, at);
        }
        if (option.takesValue() && value == null) {
            if (at >= args.size()) {
                throw new UsageException("flag --" + name + " needs an argument");
            }
            value = args.get(at++);
        }
        put(option, value, "--" + name);
        return at;
    }

    /** Takes two words; the first may stand behind an equals sign. */
    private int pair(Option option, @Nullable String value, List<String> args, int at) {
        int next = at;
        List<String> words = new ArrayList<>();
        if (value != null) {
            words.add(value);
        }
        while (words.size() < 2 && next < args.size()) {
            words.add(args.get(next++));
        }
        if (words.size() < 2) {
            throw new UsageException(
                    "flag --" + option.name() + " needs two arguments: " + option.type());
        }
        given.put(option.name(), words);
        return next;
    }

    private int shortForms(String word, List<String> args, int at) {
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            Option option = usage.find(letter);
            if (option == null) {
                if (letter == 'h') {
                    help = true;
                    return at;
                }
                throw new UsageException(
                        "unknown shorthand flag -"
                                + letter
                                + (word.length() > 2 ? " in " + word : ""));
            }
            boolean assigned = i + 1 < word.length() && word.charAt(i + 1) == '=';
            if (assigned) {
                put(option, word.substring(i + 2), "-" + letter);
                return at;
            }
            if (!option.takesValue()) {
                put(option, null, "-" + letter);
                continue;
            }
            if (i + 1 < word.length()) {
                put(option, word.substring(i + 1), "-" + letter);
                return at;
            }
            if (at >= args.size()) {
                throw new UsageException("flag -" + letter + " needs an argument");
            }
            put(option, args.get(at), "-" + letter);
            return at + 1;
        }
        return at;
    }

    private void put(Option option, @Nullable String value, String spelled) {
        String stored =
                switch (option.kind()) {
                    case SWITCH -> Boolean.toString(value == null || truth(value, spelled));
                    case VALUE, LIST, PAIR -> value == null ? "" : value;
                };
        List<String> values = given.computeIfAbsent(option.name(), ignored -> new ArrayList<>());
        if (option.kind() != Option.Kind.LIST) {
            values.clear();
        }
        values.add(stored);
    }

    private static boolean truth(String value, String spelled) {
        return switch (value) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default ->
                    throw new UsageException(
                            "flag " + spelled + " takes true or false, not \"" + value + "\"");
        };
    }
}
