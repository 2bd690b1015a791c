package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads {@code log}. */
final class LogSection {
    private LogSection() {}

    static LogConfig read(ConfigTree tree) {
        String old = tree.text("loglevel").orElse("");
        String level = tree.text("log.level").filter(text -> !text.isEmpty()).orElse(old);
        String format = tree.text("log.formatter").orElse("");
        boolean requests = !tree.flag("log.accesslog.disabled", false);
        return new LogConfig(level(level), format(format), fields(tree), requests);
    }

    private static LogConfig.Level level(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "info" -> LogConfig.Level.INFO;
            case "debug", "trace" -> LogConfig.Level.DEBUG;
            case "warn", "warning" -> LogConfig.Level.WARN;
            case "error", "fatal", "panic" -> LogConfig.Level.ERROR;
            default ->
                    throw new SyntaxException(
                            "log.level \"" + text + "\": want error, warn, info or debug");
        };
    }

    private static LogFormat format(String text) {
        return switch (text) {
            case "", "text" -> LogFormat.TEXT;
            case "json" -> LogFormat.JSON;
            case "logstash" -> LogFormat.LOGSTASH;
            default ->
                    throw new SyntaxException(
                            "log.formatter \"" + text + "\": want text, json or logstash");
        };
    }

    private static Map<String, String> fields(ConfigTree tree) {
        Map<String, String> fields = new LinkedHashMap<>();
        tree.lists("log.fields")
                .forEach((name, values) -> fields.put(name, String.join(",", values)));
        return fields;
    }
}
