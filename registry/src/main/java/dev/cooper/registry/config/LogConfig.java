package dev.cooper.registry.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the registry writes about itself and its requests.
 *
 * @param level the least important messages that are written
 * @param format how a line looks
 * @param fields added to every line
 * @param requests whether every request has a line
 */
public record LogConfig(
        Level level, LogFormat format, Map<String, String> fields, boolean requests) {
    /** How important a message is. */
    public enum Level {
        /** For those who look for a fault. */
        DEBUG,
        /** What happens as it should. */
        INFO,
        /** What somebody should look at some time. */
        WARN,
        /** What has failed. */
        ERROR
    }

    /** Text, one line for each request. */
    static final LogConfig DEFAULT = new LogConfig(Level.INFO, LogFormat.TEXT, Map.of(), true);

    public LogConfig {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
