package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads ENV, LABEL and ARG: names with values. */
final class PairParser {
    private final InstructionParser instruction;
    private final String name;

    PairParser(InstructionParser instruction, String name) {
        this.instruction = instruction;
        this.name = name;
    }

    Instruction parse() {
        instruction.flags().check(List.of(), List.of());
        List<Word> words = Word.splitQuoted(instruction.flags().rest(), instruction.escape());
        if (words.isEmpty()) {
            throw instruction.error(name + " needs at least one name");
        }
        return switch (name) {
            case "ARG" -> new Instruction.Arg(instruction.origin(), declarations(words));
            case "ENV" -> new Instruction.Env(instruction.origin(), pairs(words));
            default -> new Instruction.Label(instruction.origin(), pairs(words));
        };
    }

    private List<Instruction.Declaration> declarations(List<Word> words) {
        List<Instruction.Declaration> out = new ArrayList<>();
        for (Word word : words) {
            int equals = word.text().indexOf('=');
            out.add(
                    equals < 0
                            ? new Instruction.Declaration(word.text(), Optional.empty())
                            : new Instruction.Declaration(
                                    key(word, equals),
                                    Optional.of(word.text().substring(equals + 1))));
        }
        return out;
    }

    private List<Instruction.Pair> pairs(List<Word> words) {
        if (words.getFirst().text().indexOf('=') < 0) {
            return List.of(spaceSeparated());
        }
        List<Instruction.Pair> out = new ArrayList<>();
        for (Word word : words) {
            int equals = word.text().indexOf('=');
            if (equals < 0) {
                throw instruction.error(
                        word.offset(),
                        "\""
                                + word.text()
                                + "\" has no =: want name=value (quote a value that has blanks)");
            }
            String value = word.text().substring(equals + 1);
            out.add(new Instruction.Pair(key(word, equals), value, false));
        }
        return out;
    }

    private String key(Word word, int equals) {
        if (equals == 0) {
            throw instruction.error(word.offset(), name + " has a value without a name");
        }
        return word.text().substring(0, equals);
    }

    /** The old form: everything behind the first blanks is the value. */
    private Instruction.Pair spaceSeparated() {
        Word rest = instruction.flags().rest();
        Word key = Word.split(rest).getFirst();
        Word value = rest.from(key.text().length());
        if (value.text().isEmpty()) {
            throw instruction.error(
                    key.offset(), name + " " + key.text() + " has no value: want name=value");
        }
        return new Instruction.Pair(key.text(), value.text(), true);
    }
}
