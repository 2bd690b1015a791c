package dev.cooper.inventory.document;

import dev.cooper.oci.SyntaxException;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** TOML; dates are texts. */
public final class TomlDocument {
    private TomlDocument() {}

    /**
     * Reads a document.
     *
     * @throws SyntaxException when it is no TOML
     */
    public static Tree parse(byte[] toml) {
        try {
            TomlParseResult result = Toml.parse(new String(toml, StandardCharsets.UTF_8));
            if (result.hasErrors()) {
                throw new SyntaxException("it is no TOML: " + result.errors().getFirst());
            }
            return new Tree(plain(result));
        } catch (StackOverflowError e) {
            // The reader follows each level by a call, and knows no limit of its own.
            throw new SyntaxException("it is no TOML that can be read: it goes too deep", e);
        }
    }

    private static Object plain(Object value) {
        return switch (value) {
            case TomlTable table -> {
                Map<String, Object> members = new LinkedHashMap<>();
                table.entrySet()
                        .forEach(each -> members.put(each.getKey(), plain(each.getValue())));
                yield members;
            }
            case TomlArray array -> {
                List<Object> items = new ArrayList<>();
                array.toList().forEach(each -> items.add(plain(each)));
                yield items;
            }
            case String text -> text;
            case Boolean truth -> truth;
            case Number number -> number;
            default -> value.toString();
        };
    }
}
