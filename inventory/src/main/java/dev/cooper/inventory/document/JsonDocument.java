package dev.cooper.inventory.document;

import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as package managers take it: a byte order mark, comments and a comma behind the last value
 * are passed over, and of two members with one name the last counts.
 */
public final class JsonDocument {
    private static final int DEEPEST = 200;

    /** What a document may cost; TOML's too. */
    static final StreamReadConstraints CONSTRAINTS =
            StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(400)
                    .maxNameLength(64 << 10)
                    .build();

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .streamReadConstraints(CONSTRAINTS)
                    .build();

    private JsonDocument() {}

    /**
     * Reads one value; what follows it is passed over.
     *
     * @throws SyntaxException when it is no JSON
     */
    public static Tree parse(byte[] json) {
        boolean hasMark =
                json.length > 2
                        && json[0] == (byte) 0xef
                        && json[1] == (byte) 0xbb
                        && json[2] == (byte) 0xbf;
        int start = hasMark ? 3 : 0;
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), json, start, json.length - start)) {
            return new Tree(value(parser, parser.nextToken()));
        } catch (JacksonException e) {
            throw new SyntaxException("it is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Reads the value that a token begins. */
    static @Nullable Object value(JsonParser parser, @Nullable JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    members.put(parser.currentName(), value(parser, parser.nextToken()));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                JsonToken next = parser.nextToken();
                while (next != null && next != JsonToken.END_ARRAY) {
                    items.add(value(parser, next));
                    next = parser.nextToken();
                }
                yield items;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new SyntaxException("it is no JSON: something has no beginning");
            case null -> throw new SyntaxException("it is no JSON: it ends too early");
        };
    }

    /** Whole numbers as such; all others stay the text they are. */
    private static Object number(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return digits;
        }
    }
}
