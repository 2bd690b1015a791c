package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The {@code --name=value} words behind an instruction's keyword. */
final class Flags {
    private final LogicalLine line;
    private final List<Word> words = new ArrayList<>();
    private final Map<String, List<Word>> values = new LinkedHashMap<>();
    private final Word rest;

    /** Takes the flags off the front of an instruction's arguments. */
    Flags(LogicalLine line, Word arguments, char escape) {
        this.line = line;
        String text = arguments.text();
        int i = Blank.skip(text, 0);
        while (text.startsWith("--", i)) {
            int start = i;
            StringBuilder word = new StringBuilder();
            i = Blank.skip(text, flagWord(text, i, escape, word));
            if (word.toString().equals("--")) {
                break;
            }
            words.add(new Word(word.toString(), arguments.offset() + start));
        }
        this.rest = arguments.from(i);
    }

    private static int flagWord(String text, int start, char escape, StringBuilder word) {
        char quote = 0;
        int i = start;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Blank.is(c)) {
                break;
            }
            if (c == escape) {
                if (++i < text.length()) {
                    word.append(text.charAt(i));
                }
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else {
                word.append(c);
            }
        }
        return i;
    }

    /** The arguments behind the flags. */
    Word rest() {
        return rest;
    }

    /**
     * Checks the flags against what the instruction knows.
     *
     * @param single names that may be given once
     * @param repeatable names that may be given again
     */
    void check(List<String> single, List<String> repeatable) {
        List<String> known = new ArrayList<>(single);
        known.addAll(repeatable);
        for (Word word : words) {
            int equals = word.text().indexOf('=');
            String name = word.text().substring(2, equals < 0 ? word.text().length() : equals);
            if (!known.contains(name)) {
                String near = Suggestion.nearest(name, known).map(n -> "--" + n).orElse("");
                throw line.error(word.offset(), "unknown flag --" + name, near);
            }
            List<Word> given = values.computeIfAbsent(name, _ -> new ArrayList<>());
            if (!given.isEmpty() && single.contains(name)) {
                throw line.error(word.offset(), "flag --" + name + " is given twice", "");
            }
            given.add(word);
        }
    }

    /** The value of a flag that may be given once; an empty value counts as not given. */
    Optional<String> value(String name) {
        return values(name).stream().findFirst().filter(value -> !value.isEmpty());
    }

    /** All values of a flag. */
    List<String> values(String name) {
        List<String> out = new ArrayList<>();
        for (Word word : values.getOrDefault(name, List.of())) {
            int equals = word.text().indexOf('=');
            if (equals < 0) {
                throw line.error(
                        word.offset(), "flag --" + name + " needs a value: --" + name + "=...", "");
            }
            out.add(word.text().substring(equals + 1));
        }
        return out;
    }

    /** A switch; empty when not given. */
    Optional<Boolean> bool(String name) {
        List<Word> given = values.getOrDefault(name, List.of());
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Word word = given.getFirst();
        int equals = word.text().indexOf('=');
        String value = equals < 0 ? "true" : word.text().substring(equals + 1);
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default ->
                    throw line.error(
                            word.offset(),
                            "flag --" + name + " is neither true nor false: \"" + value + "\"",
                            "");
        };
    }

    /** The error that points at a flag. */
    DockerfileException error(String name, String message, String suggestion) {
        return line.error(
                values.getOrDefault(name, words).getFirst().offset(), message, suggestion);
    }
}
