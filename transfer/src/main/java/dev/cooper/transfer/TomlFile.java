package dev.cooper.transfer;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file of configuration in TOML, or one table in it. Every message names the file and the key.
 *
 * @param file the file
 * @param where the key of the table, "" for the whole file
 * @param table its content
 * @param unknown where keys go that nobody knows, shared by all tables of a file
 */
record TomlFile(Path file, String where, TomlTable table, List<String> unknown) {
    static TomlFile read(Path file) throws IOException {
        TomlParseResult toml = Toml.parse(file);
        if (toml.hasErrors()) {
            throw new IOException(
                    file + ": " + Failures.clean(String.valueOf(toml.errors().getFirst())));
        }
        return new TomlFile(file, "", toml, new ArrayList<>());
    }

    /** Notes the keys that are not among those that are known. */
    void expect(Set<String> known) {
        for (String key : table.keySet()) {
            if (!known.contains(key)) {
                unknown.add(file + ": " + path(key) + " is not known and not used");
            }
        }
    }

    IOException wrong(String key, String problem) {
        return new IOException(file + ": " + path(key) + " " + problem);
    }

    private String path(String key) {
        return where.isEmpty() ? key : where + "." + key;
    }

    /** The keys in the order in which the file has them. */
    List<String> keys() {
        return table.keySet().stream()
                .sorted(Comparator.comparingInt(this::line).thenComparingInt(this::column))
                .toList();
    }

    private int line(String key) {
        TomlPosition position = table.inputPositionOf(List.of(key));
        return position == null ? 0 : position.line();
    }

    private int column(String key) {
        TomlPosition position = table.inputPositionOf(List.of(key));
        return position == null ? 0 : position.column();
    }

    boolean has(String key) {
        return table.get(List.of(key)) != null;
    }

    private <T> Optional<T> value(String key, Class<T> type, String wanted) throws IOException {
        Object value = table.get(List.of(key));
        if (value != null && !type.isInstance(value)) {
            throw wrong(key, "is to be " + wanted);
        }
        return Optional.ofNullable(type.cast(value));
    }

    /** A text, "" when it is not there. */
    String text(String key) throws IOException {
        return value(key, String.class, "a text in quotes").orElse("");
    }

    boolean flag(String key) throws IOException {
        return value(key, Boolean.class, "true or false").orElse(false);
    }

    /** A list of texts, empty when it is not there; a single text counts as a list of one. */
    List<String> texts(String key) throws IOException {
        if (table.get(List.of(key)) instanceof String single) {
            return List.of(single);
        }
        List<String> texts = new ArrayList<>();
        for (Object one : list(key, "a list of texts")) {
            if (!(one instanceof String text)) {
                throw wrong(key, "is to be a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /** Texts and pairs of texts: a single text, a list of them, or a list of pairs. */
    List<List<String>> pairs(String key) throws IOException {
        if (table.get(List.of(key)) instanceof String single) {
            return List.of(List.of(single));
        }
        List<List<String>> pairs = new ArrayList<>();
        for (Object one : list(key, "a list")) {
            List<Object> parts = one instanceof TomlArray pair ? pair.toList() : List.of(one);
            List<String> texts = new ArrayList<>();
            for (Object part : parts) {
                if (part instanceof String text && !text.isEmpty()) {
                    texts.add(text);
                }
            }
            if (texts.isEmpty() || parts.size() > 2) {
                throw wrong(key, "is to be a list of texts or of pairs of texts");
            }
            pairs.add(texts);
        }
        return pairs;
    }

    private List<Object> list(String key, String wanted) throws IOException {
        Optional<TomlArray> array = value(key, TomlArray.class, wanted);
        return array.isEmpty() ? List.of() : array.get().toList();
    }

    /** The table under a key, empty when it is not there. */
    Optional<TomlFile> table(String key) throws IOException {
        return value(key, TomlTable.class, "a table")
                .map(found -> new TomlFile(file, path(key), found, unknown));
    }

    /** The tables of {@code [[key]]}. */
    List<TomlFile> tables(String key) throws IOException {
        List<TomlFile> tables = new ArrayList<>();
        for (Object one : list(key, "written as [[" + key + "]]")) {
            if (!(one instanceof TomlTable found)) {
                throw wrong(key, "is to be written as [[" + key + "]]");
            }
            tables.add(new TomlFile(file, path(key), found, unknown));
        }
        return tables;
    }
}
