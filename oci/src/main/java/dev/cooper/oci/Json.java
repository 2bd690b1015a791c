package dev.cooper.oci;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
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
        try (JsonReader in = reader(new StringReader(json))) {
            if (json.startsWith("\uFEFF")) {
                throw new SyntaxException("invalid JSON: it begins with a byte order mark");
            }
            Object value = value(in);
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new SyntaxException("invalid JSON: something follows the value");
            }
            return value;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** A reader that takes nothing but JSON, and only so deep. */
    static JsonReader reader(Reader text) {
        JsonReader in = new JsonReader(text);
        in.setStrictness(Strictness.STRICT);
        in.setNestingLimit(MAX_DEPTH);
        return in;
    }

    /** What is wrong with a text, in our words; an exception of the stream under it goes on. */
    static SyntaxException broken(IOException e) {
        if (e instanceof EOFException) {
            return new SyntaxException("invalid JSON: the text is empty or ends too early", e);
        }
        String found = String.valueOf(e.getMessage());
        int place = found.indexOf(" at line ");
        int end = found.indexOf(" path ", place + 1);
        String where = place < 0 || end < 0 ? "" : found.substring(place, end);
        return found.startsWith("Nesting limit")
                ? new SyntaxException(
                        "invalid JSON: it nests deeper than " + MAX_DEPTH + " levels" + where, e)
                : new SyntaxException("invalid JSON: not well-formed" + where, e);
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

    static @Nullable Object value(JsonReader in) throws IOException {
        return switch (in.peek()) {
            case BEGIN_OBJECT -> object(in);
            case BEGIN_ARRAY -> array(in);
            case STRING -> in.nextString();
            case NUMBER -> number(in.nextString());
            case BOOLEAN -> in.nextBoolean();
            case NULL -> {
                in.nextNull();
                yield null;
            }
            case END_ARRAY, END_OBJECT, NAME, END_DOCUMENT ->
                    throw new SyntaxException("invalid JSON: a value is missing");
        };
    }

    private static Map<String, @Nullable Object> object(JsonReader in) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            if (object.containsKey(name)) {
                throw new SyntaxException(
                        "invalid JSON: key \"" + excerpt(name) + "\" stands twice");
            }
            object.put(name, value(in));
        }
        in.endObject();
        return object;
    }

    private static List<@Nullable Object> array(JsonReader in) throws IOException {
        List<@Nullable Object> array = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            array.add(value(in));
        }
        in.endArray();
        return array;
    }

    private static Object number(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return finite(digits);
        }
    }

    private static Double finite(String digits) {
        double number = Double.parseDouble(digits);
        if (!Double.isFinite(number)) {
            throw new SyntaxException("invalid JSON: number " + excerpt(digits) + " is too large");
        }
        return number;
    }

    /**
     * Writes a value without white space, keys in the order of the map.
     *
     * @param value maps with string keys, lists, strings, whole and floating numbers, booleans,
     *     null
     * @return UTF-8 text
     */
    public static byte[] write(@Nullable Object value) {
        return new JsonWriter(0).bytes(value);
    }

    /** Does the same as {@link #write}, but returns the text as a string. */
    public static String writeString(@Nullable Object value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    /**
     * Writes a value for people, one member a line.
     *
     * @param value as for {@link #write}
     * @param indent how many spaces a level is moved to the right, more than 0
     * @return the text, without a line end after it
     */
    public static String pretty(@Nullable Object value, int indent) {
        return new String(prettyBytes(value, indent), StandardCharsets.UTF_8);
    }

    /**
     * Writes a value into a stream, of which only a buffer is held: lists may make their elements
     * when they are asked for them.
     *
     * @param value as for {@link #write}
     * @param indent how many spaces a level is moved to the right, 0 for no white space at all
     * @param out where the text goes, UTF-8, without a line end after it
     */
    public static void write(@Nullable Object value, int indent, OutputStream out)
            throws IOException {
        JsonWriter.write(value, indent, out);
    }

    /** Does the same as {@link #pretty}, but returns UTF-8 text. */
    public static byte[] prettyBytes(@Nullable Object value, int indent) {
        return new JsonWriter(indent).bytes(value);
    }

    /** Shortens foreign text for a message. */
    static String excerpt(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }
}
