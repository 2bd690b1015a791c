package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Writes JSON text into a string builder; an indent of 0 means no white space at all. */
final class JsonWriter {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out;
    private final int indent;
    private int depth;

    JsonWriter(StringBuilder out, int indent) {
        this.out = out;
        this.indent = indent;
    }

    void write(@Nullable Object value) {
        // Not by a switch over types: the first one costs a start twenty milliseconds.
        if (value == null) {
            out.append("null");
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof List<?> list) {
            array(list);
        } else if (value instanceof Boolean bool) {
            out.append(bool.booleanValue());
        } else if (value instanceof Integer number) {
            out.append(number.intValue());
        } else if (value instanceof Long number) {
            out.append(number.longValue());
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
        out.append(number);
    }

    private void object(Map<?, ?> map) {
        out.append('{');
        depth++;
        boolean first = true;
        for (Map.Entry<?, ?> member : map.entrySet()) {
            separate(first);
            first = false;
            string((String) member.getKey());
            out.append(indent > 0 ? ": " : ":");
            write(member.getValue());
        }
        depth--;
        close(first, '}');
    }

    private void array(List<?> list) {
        out.append('[');
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
            out.append(',');
        }
        newLine();
    }

    private void close(boolean empty, char bracket) {
        if (!empty) {
            newLine();
        }
        out.append(bracket);
    }

    private void newLine() {
        if (indent > 0) {
            out.append('\n').repeat(' ', depth * indent);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        out.append(c).append(text.charAt(++i));
                    } else if (c < 0x20 || c == 0x7F || Character.isSurrogate(c)) {
                        escape(c); // lone surrogates: file names that are no UTF-8 survive
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void escape(char c) {
        out.append("\\u")
                .append(HEX.charAt(c >> 12))
                .append(HEX.charAt((c >> 8) & 0xF))
                .append(HEX.charAt((c >> 4) & 0xF))
                .append(HEX.charAt(c & 0xF));
    }
}
