package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes JSON as plain Java values: {@link LinkedHashMap}, {@link ArrayList}, {@link
 * String}, {@link Long}, {@link Double}, {@link Boolean} and null.
 *
 * <p>Reading is bounded, because the text may come from anyone: at most {@link #MAX_BYTES} bytes
 * and {@link #MAX_DEPTH} levels; a key may stand only once in an object, so that two readers of the
 * same bytes never see different things.
 */
public final class Json {
    /** The largest text that is read, in bytes (or chars). */
    public static final int MAX_BYTES = 32 << 20;

    /** How deep objects and arrays may nest. */
    public static final int MAX_DEPTH = 100;

    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(400)
                                    .maxStringLength(MAX_BYTES)
                                    .maxNameLength(64 << 10)
                                    .build())
                    .build();

    private Json() {}

    /**
     * Reads one JSON value. Bytes that are not UTF-8 are read as U+FFFD.
     *
     * @throws SyntaxException when the text is not JSON, or goes over a limit
     */
    public static @Nullable Object parse(byte[] json) {
        checkSize(json.length);
        return parse(new String(json, StandardCharsets.UTF_8));
    }

    /**
     * Reads one JSON value.
     *
     * @throws SyntaxException when the text is not JSON, or goes over a limit
     */
    public static @Nullable Object parse(String json) {
        checkSize(json.length());
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), new StringReader(json))) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new SyntaxException("invalid JSON: the text is empty");
            }
            Object value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new SyntaxException("invalid JSON: something follows the value" + at(parser));
            }
            return value;
        } catch (JacksonException e) {
            throw new SyntaxException("invalid JSON: " + message(e), e);
        }
    }

    private static void checkSize(int length) {
        if (length > MAX_BYTES) {
            throw new SyntaxException(
                    "invalid JSON: it has "
                            + length
                            + " bytes, at most "
                            + MAX_BYTES
                            + " are read");
        }
    }

    static @Nullable Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> finite(parser.getString(), parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new SyntaxException("invalid JSON: unexpected " + token + at(parser));
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (object.containsKey(name)) {
                throw new SyntaxException(
                        "invalid JSON: key \"" + excerpt(name) + "\" stands twice" + at(parser));
            }
            object.put(name, value(parser, next(parser)));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        List<@Nullable Object> array = new ArrayList<>();
        for (JsonToken token = next(parser); token != JsonToken.END_ARRAY; token = next(parser)) {
            array.add(value(parser, token));
        }
        return array;
    }

    static JsonToken next(JsonParser parser) {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new SyntaxException("invalid JSON: the text ends too early");
        }
        return token;
    }

    private static Object integer(JsonParser parser) {
        String digits = parser.getString();
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return finite(digits, parser);
        }
    }

    private static Double finite(String digits, JsonParser parser) {
        double number = Double.parseDouble(digits);
        if (!Double.isFinite(number)) {
            throw new SyntaxException(
                    "invalid JSON: number " + excerpt(digits) + " is too large" + at(parser));
        }
        return number;
    }

    private static String at(JsonParser parser) {
        return at(parser.currentLocation().getLineNr(), parser.currentLocation().getColumnNr());
    }

    private static String at(int line, int column) {
        return " (line " + line + ", column " + column + ")";
    }

    static String message(JacksonException e) {
        return e.getLocation() == null
                ? e.getOriginalMessage()
                : e.getOriginalMessage()
                        + at(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    /**
     * Writes a value without white space, keys in the order of the map.
     *
     * @param value maps with string keys, lists, strings, whole and floating numbers, booleans,
     *     null
     * @return UTF-8 text
     */
    public static byte[] write(@Nullable Object value) {
        return writeString(value).getBytes(StandardCharsets.UTF_8);
    }

    /** Does the same as {@link #write}, but returns the text as a string. */
    public static String writeString(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        new JsonWriter(out, 0).write(value);
        return out.toString();
    }

    /**
     * Writes a value for people, one member a line.
     *
     * @param value as for {@link #write}
     * @param indent how many spaces a level is moved to the right, more than 0
     * @return the text, without a line end after it
     */
    public static String pretty(@Nullable Object value, int indent) {
        StringBuilder out = new StringBuilder();
        new JsonWriter(out, indent).write(value);
        return out.toString();
    }

    /** Shortens foreign text for a message. */
    static String excerpt(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }
}
