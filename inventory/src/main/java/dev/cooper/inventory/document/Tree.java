package dev.cooper.inventory.document;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of a document and what lies below it. What is not there, or of another kind than asked
 * for, is empty: the makers of documents leave out what they like.
 *
 * @param value a map, a list, a text, a number, a boolean or null
 */
public record Tree(@Nullable Object value) {
    private static final Tree NOTHING = new Tree(null);

    /** The member of that name. */
    public Tree at(String name) {
        return value instanceof Map<?, ?> members && members.get(name) != null
                ? new Tree(members.get(name))
                : NOTHING;
    }

    /** The text, or a number or boolean as text; empty for everything else. */
    public String text() {
        // Not by a switch over types, which costs a start twenty milliseconds.
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        return "";
    }

    /** The text of the member of that name. */
    public String text(String name) {
        return at(name).text();
    }

    /** Whether it is the boolean true. */
    public boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    /** Whether there is anything. */
    public boolean isPresent() {
        return value != null;
    }

    /** Whether it has named members. */
    public boolean isObject() {
        return value instanceof Map<?, ?>;
    }

    /** What a list has, in order. */
    public List<Tree> items() {
        List<Tree> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(each -> items.add(new Tree(each)));
        }
        return items;
    }

    /** What an object has by name, in order. */
    public Map<String, Tree> members() {
        Map<String, Tree> members = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, each) -> members.put(String.valueOf(name), new Tree(each)));
        }
        return members;
    }

    /** The names of what an object has, in order. */
    public List<String> names() {
        return List.copyOf(members().keySet());
    }
}
