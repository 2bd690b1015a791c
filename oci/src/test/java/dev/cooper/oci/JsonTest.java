package dev.cooper.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

class JsonTest {
    @Test
    void readsAndWritesWhatItRead() {
        String text =
                "{\"b\":1,\"a\":[true,false,null,-3,2.5,\"x\\n\\\"\\\\\\u0001ü😀\"],\"o\":{},\"l\":[]}";
        assertEquals(text, Json.writeString(Json.parse(text)));
        assertNull(Json.parse("null"));
        assertEquals(9223372036854775807L, Json.parse("9223372036854775807"));
        assertEquals(9.223372036854775807E18, Json.parse("9223372036854775808"));
    }

    @Test
    void writesForPeople() {
        assertEquals(
                "{\n    \"a\": [\n        1,\n        {}\n    ],\n    \"b\": []\n}",
                Json.pretty(Json.parse("{\"a\":[1,{}],\"b\":[]}"), 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "'a'",
                "01",
                "+1",
                ".5",
                "1.",
                "NaN",
                "Infinity",
                "-",
                "1e999",
                "-1e999",
                "1 2",
                "{} x",
                "tru",
                "\"\\x\"",
                "\"\u0001\"",
                "// c\n1",
                "\uFEFF{}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":null,\"\\u0061\":2}",
                "\u0000"
            })
    void refusesWhatIsNotJson(String text) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> Json.parse(text));
        assertTrue(e.getMessage().startsWith("invalid JSON: "), e.getMessage());
    }

    @Test
    void boundsDepthSizeAndNumbers() {
        String deep = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
        assertEquals(deep, Json.writeString(Json.parse(deep)));
        assertThrows(
                SyntaxException.class,
                () -> Json.parse("[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(101)));
        assertThrows(SyntaxException.class, () -> Json.parse("{\"a\":".repeat(1_000_000)));
        assertThrows(SyntaxException.class, () -> Json.parse("9".repeat(1_000_000)));
        assertThrows(SyntaxException.class, () -> Json.parse("1e" + "9".repeat(1000)));
        assertThrows(SyntaxException.class, () -> Json.parse(new byte[Json.MAX_BYTES + 1]));
    }

    @Test
    void bytesThatAreNotUtf8BecomeReplacementCharacters() {
        byte[] text = "{\"a\":\"?\"}".getBytes(StandardCharsets.ISO_8859_1);
        text[6] = (byte) 0xff;
        assertEquals(Map.of("a", "\uFFFD"), Json.parse(text));
    }

    @Test
    void saysWhereAMemberHasTheWrongType() {
        JsonObject json =
                JsonObject.of(Json.parse("{\"a\":[{\"b\":1}],\"n\":1.5,\"z\":null}"), "thing");
        JsonObject inner = json.objects("a").getFirst();
        assertEquals(
                "thing: a[0]: b: want a string, found 1",
                assertThrows(SyntaxException.class, () -> inner.string("b")).getMessage());
        assertEquals(
                "thing: n: want a whole number, found 1.5",
                assertThrows(SyntaxException.class, () -> json.integer("n")).getMessage());
        assertEquals(
                "thing: z: want a string, found nothing",
                assertThrows(SyntaxException.class, () -> json.string("z")).getMessage());
        assertEquals(List.of(), json.strings("z"));
        assertThrows(SyntaxException.class, () -> json.strings("a"));
    }

    @Test
    void aStreamGetsTheSameTextPieceByPiece() throws IOException {
        List<Integer> made = new ArrayList<>();
        int size = 50_000;
        List<Object> rows =
                new AbstractList<>() {
                    @Override
                    public Object get(int index) {
                        made.add(index);
                        return Map.of("row", "€ " + index + " \ud83d\ude00");
                    }

                    @Override
                    public int size() {
                        return size;
                    }
                };
        Map<String, Object> value = Map.of("rows", rows);
        String whole = Json.pretty(value, 2);
        made.clear();
        List<Integer> madeAtWrites = new ArrayList<>();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        OutputStream out =
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        text.write(b);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        madeAtWrites.add(made.size());
                        text.write(bytes, offset, length);
                    }
                };
        Json.write(value, 2, out);
        assertEquals(whole, text.toString(StandardCharsets.UTF_8));
        assertTrue(madeAtWrites.size() > 10, madeAtWrites::toString);
        assertTrue(madeAtWrites.getFirst() < size / 10, madeAtWrites::toString);
    }

    @Test
    void aStreamThatFailsSaysSo() {
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("no space left on device");
                    }
                };
        List<String> value = Collections.nCopies(100_000, "text");
        IOException e = assertThrows(IOException.class, () -> Json.write(value, 0, full));
        assertEquals("no space left on device", e.getMessage());
    }
}
