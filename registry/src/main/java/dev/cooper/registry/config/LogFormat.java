package dev.cooper.registry.config;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** How a line of the log looks: as the formatters of distribution's log print it. */
public enum LogFormat {
    /** {@code time="…" level=info msg="…" name=value}. */
    TEXT,
    /** One JSON object a line. */
    JSON,
    /** One JSON object a line, with the names that Logstash expects. */
    LOGSTASH;

    /**
     * Writes one line, its end included.
     *
     * @param fields what is known beside the message: text and numbers
     */
    public void line(
            StringBuilder out,
            Instant time,
            LogConfig.Level level,
            String message,
            Map<String, Object> fields) {
        String word =
                level == LogConfig.Level.WARN ? "warning" : level.name().toLowerCase(Locale.ROOT);
        switch (this) {
            case TEXT -> {
                out.append("time=\"").append(time).append("\" level=").append(word).append(" msg=");
                quote(out, message);
                fields.forEach((name, value) -> text(out, name, value));
            }
            case JSON -> {
                out.append("{\"level\":\"").append(word).append("\",\"msg\":");
                quote(out, message);
                out.append(",\"time\":\"").append(time).append('"');
                fields.forEach((name, value) -> json(out, name, value));
                out.append('}');
            }
            case LOGSTASH -> {
                out.append("{\"@timestamp\":\"").append(time).append("\",\"@version\":\"1\"");
                out.append(",\"level\":\"").append(word).append("\",\"message\":");
                quote(out, message);
                fields.forEach((name, value) -> json(out, name, value));
                out.append('}');
            }
        }
        out.append('\n');
    }

    private static void text(StringBuilder out, String name, Object value) {
        out.append(' ').append(name).append('=');
        String text = value.toString();
        if (isPlain(text)) {
            out.append(text);
        } else {
            quote(out, text);
        }
    }

    private static void json(StringBuilder out, String name, Object value) {
        out.append(',');
        quote(out, name);
        out.append(':');
        if (value instanceof Number) {
            out.append(value);
        } else {
            quote(out, value.toString());
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '-' && c <= '9') // - . / and digits
                            || c == '_'
                            || c == '@'
                            || c == '^'
                            || c == '+';
            if (!plain) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** A JSON string; nothing in it can end the line or steer a terminal. */
    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ' || (c >= 127 && c < 160) || Character.isSurrogate(c)) {
                        escape(out, c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void escape(StringBuilder out, char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit((c >> shift) & 15, 16));
        }
    }
}
