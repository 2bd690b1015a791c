package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON text as UTF-8; an indent of 0 means no white space at all. With a stream no more of
 * the text is held than a buffer of it.
 */
final class JsonWriter {
    private static final String HEX = "0123456789abcdef";

    /** The most bytes that one step adds. */
    private static final int STEP = 16;

    /** So much is held before it goes into the stream. */
    private static final int MOST_HELD = 1 << 16;

    private final int indent;
    private final @Nullable OutputStream stream;
    private byte[] out = new byte[1024];
    private int length;
    private int depth;

    JsonWriter(int indent) {
        this(indent, null);
    }

    private JsonWriter(int indent, @Nullable OutputStream stream) {
        this.indent = indent;
        this.stream = stream;
    }

    static void write(@Nullable Object value, int indent, OutputStream stream) throws IOException {
        JsonWriter writer = new JsonWriter(indent, stream);
        try {
            writer.write(value);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        stream.write(writer.out, 0, writer.length);
    }

    byte[] bytes(@Nullable Object value) {
        write(value);
        return Arrays.copyOf(out, length);
    }

    private void write(@Nullable Object value) {
        // Not by a switch over types: the first one costs a start twenty milliseconds.
        if (value == null) {
            ascii("null");
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof List<?> list) {
            array(list);
        } else if (value instanceof Boolean bool) {
            ascii(bool ? "true" : "false");
        } else if (value instanceof Integer number) {
            ascii(number.toString());
        } else if (value instanceof Long number) {
            ascii(number.toString());
        } else if (value instanceof Double number) {
            number(number);
        } else {
            throw new IllegalArgumentException("no JSON value: " + value.getClass());
        }
    }

    private void number(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("no JSON number: " + number);
        }
        ascii(Double.toString(number));
    }

    private void object(Map<?, ?> map) {
        put('{');
        depth++;
        boolean first = true;
        for (Map.Entry<?, ?> member : map.entrySet()) {
            separate(first);
            first = false;
            string((String) member.getKey());
            put(':');
            if (indent > 0) {
                put(' ');
            }
            write(member.getValue());
        }
        depth--;
        close(first, '}');
    }

    private void array(List<?> list) {
        put('[');
        depth++;
        boolean first = true;
        for (Object element : list) {
            separate(first);
            first = false;
            write(element);
        }
        depth--;
        close(first, ']');
    }

    private void separate(boolean first) {
        if (!first) {
            put(',');
        }
        newLine();
    }

    private void close(boolean empty, char bracket) {
        if (!empty) {
            newLine();
        }
        put(bracket);
    }

    private void newLine() {
        if (indent > 0) {
            put('\n');
            int spaces = depth * indent;
            room(spaces);
            Arrays.fill(out, length, length + spaces, (byte) ' ');
            length += spaces;
        }
    }

    private void room(int bytes) {
        if (bytes > out.length - length) {
            if (stream != null && length >= MOST_HELD) {
                flush(stream);
                return;
            }
            out = Arrays.copyOf(out, Math.max(out.length * 2, length + bytes));
        }
    }

    private void flush(OutputStream to) {
        try {
            to.write(out, 0, length);
            length = 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a character of ASCII. */
    private void put(int c) {
        room(STEP);
        out[length++] = (byte) c;
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void string(String text) {
        put('"');
        int end = text.length();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            room(STEP);
            if (c >= 0x20 && c < 0x7F) {
                if (c == '"' || c == '\\') {
                    out[length++] = '\\';
                }
                out[length++] = (byte) c;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < end
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                beyond(Character.toCodePoint(c, text.charAt(++i)));
            } else if (c <= 0x7F || Character.isSurrogate(c)) {
                escape(c); // lone surrogates: file names that are no UTF-8 survive
            } else {
                wide(c);
            }
        }
        put('"');
    }

    /** The two or three bytes of UTF-8 for a character that has more than one. */
    private void wide(char c) {
        if (c < 0x800) {
            out[length++] = (byte) (0xC0 | (c >> 6));
        } else {
            out[length++] = (byte) (0xE0 | (c >> 12));
            out[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        }
        out[length++] = (byte) (0x80 | (c & 0x3F));
    }

    /** The four bytes of UTF-8 for a code point that takes two characters. */
    private void beyond(int point) {
        out[length++] = (byte) (0xF0 | (point >> 18));
        out[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        out[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        out[length++] = (byte) (0x80 | (point & 0x3F));
    }

    private void escape(char c) {
        switch (c) {
            case '\n' -> ascii("\\n");
            case '\r' -> ascii("\\r");
            case '\t' -> ascii("\\t");
            default -> {
                ascii("\\u");
                put(HEX.charAt(c >> 12));
                put(HEX.charAt((c >> 8) & 0xF));
                put(HEX.charAt((c >> 4) & 0xF));
                put(HEX.charAt(c & 0xF));
            }
        }
    }
}
