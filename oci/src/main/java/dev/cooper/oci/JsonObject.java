package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A JSON object whose members are read with the type they should have. A member that is null counts
 * as absent. Wrong types end with a {@link SyntaxException} that names the place.
 *
 * <p>No type switches here: their set-up at run time is what the listing of images would wait for.
 */
public final class JsonObject {
    private final Map<String, @Nullable Object> members;
    private final String where;

    private JsonObject(Map<String, @Nullable Object> members, String where) {
        this.members = members;
        this.where = where;
    }

    /**
     * Reads a text that must be one object.
     *
     * @param json the text
     * @param where what is read, for messages, for example {@code manifest}
     * @throws SyntaxException when the text is no JSON object
     */
    public static JsonObject parse(byte[] json, String where) {
        Object value;
        try {
            value = Json.parse(json);
        } catch (SyntaxException e) {
            throw new SyntaxException(where + ": " + e.getMessage(), e);
        }
        return of(value, where);
    }

    /**
     * Looks at a value that must be an object.
     *
     * @param value what {@link Json#parse(byte[])} returned, or a part of it
     * @param where what it is, for messages
     * @throws SyntaxException when the value is no object
     */
    public static JsonObject of(@Nullable Object value, String where) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new SyntaxException(where + ": want an object, found " + kind(value));
        }
        Map<String, @Nullable Object> members = LinkedHashMap.newLinkedHashMap(map.size());
        for (Map.Entry<?, ?> member : map.entrySet()) {
            members.put((String) member.getKey(), member.getValue());
        }
        return new JsonObject(members, where);
    }

    /** Returns the names of all members, in the order of the text. */
    public List<String> names() {
        return List.copyOf(members.keySet());
    }

    /** Returns all members, in the order of the text, as they are. */
    public Map<String, @Nullable Object> members() {
        return Collections.unmodifiableMap(members);
    }

    /** Tells whether a member exists and is not null. */
    public boolean has(String name) {
        return members.get(name) != null;
    }

    /** Returns a member as it is, null when absent. */
    public @Nullable Object get(String name) {
        return members.get(name);
    }

    /** Returns a string that must be there. */
    public String string(String name) {
        return optionalString(name).orElseThrow(() -> missing(name, "a string"));
    }

    /** Returns a string, or the fallback when it is absent. */
    public String string(String name, String fallback) {
        return optionalString(name).orElse(fallback);
    }

    /** Returns a string if it is there. */
    public Optional<String> optionalString(String name) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        return Optional.of(string(value, name));
    }

    /** Returns a whole number that must be there. */
    public long integer(String name) {
        if (!has(name)) {
            throw missing(name, "a whole number");
        }
        return integer(name, 0);
    }

    /** Returns a whole number, or the fallback when it is absent. */
    public long integer(String name, long fallback) {
        Object value = members.get(name);
        if (value instanceof Long number) {
            return number;
        }
        if (value != null) {
            throw wrong(name, "a whole number", value);
        }
        return fallback;
    }

    /** Returns a boolean, false when it is absent. */
    public boolean bool(String name) {
        Object value = members.get(name);
        if (value instanceof Boolean bool) {
            return bool;
        }
        if (value != null) {
            throw wrong(name, "true or false", value);
        }
        return false;
    }

    /** Returns an object that must be there. */
    public JsonObject object(String name) {
        return optionalObject(name).orElseThrow(() -> missing(name, "an object"));
    }

    /** Returns an object if it is there. */
    public Optional<JsonObject> optionalObject(String name) {
        Object value = members.get(name);
        return value == null ? Optional.empty() : Optional.of(of(value, path(name)));
    }

    /** Returns a list of objects, empty when it is absent. */
    public List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : list(name)) {
            objects.add(of(element, path(name) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    /** Returns a list of strings, empty when it is absent. */
    public List<String> strings(String name) {
        List<String> strings = new ArrayList<>();
        for (Object element : list(name)) {
            strings.add(string(element, name + "[" + strings.size() + "]"));
        }
        return strings;
    }

    /** Returns a list of strings if it is there. */
    public Optional<List<String>> optionalStrings(String name) {
        return has(name) ? Optional.of(strings(name)) : Optional.empty();
    }

    /** Returns an object of strings, sorted by key, empty when it is absent. */
    public SortedMap<String, String> stringMap(String name) {
        SortedMap<String, String> strings = new TreeMap<>();
        optionalObject(name)
                .ifPresent(object ->
                        object.members
                                .keySet()
                                .forEach(key -> strings.put(key, object.string(key, ""))));
        return strings;
    }

    /** Returns the names in an object that is used as a set, empty when it is absent. */
    public SortedSet<String> keys(String name) {
        SortedSet<String> keys = new TreeSet<>();
        optionalObject(name).ifPresent(object -> keys.addAll(object.members.keySet()));
        return keys;
    }

    /** Returns where this object stands, for messages. */
    public String where() {
        return where;
    }

    private List<?> list(String name) {
        Object value = members.get(name);
        if (value instanceof List<?> list) {
            return list;
        }
        if (value != null) {
            throw wrong(name, "a list", value);
        }
        return Collections.emptyList();
    }

    private String string(@Nullable Object value, String name) {
        if (value instanceof String text) {
            return text;
        }
        throw wrong(name, "a string", value);
    }

    private String path(String name) {
        return where + ": " + Json.excerpt(name);
    }

    private SyntaxException missing(String name, String want) {
        return new SyntaxException(path(name) + ": want " + want + ", found nothing");
    }

    private SyntaxException wrong(String name, String want, @Nullable Object found) {
        return new SyntaxException(path(name) + ": want " + want + ", found " + kind(found));
    }

    private static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map -> "an object";
            case List<?> list -> "a list";
            case String text -> "the string \"" + Json.excerpt(text) + "\"";
            default -> value.toString();
        };
    }
}
