package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How docker checks that a container works. 0 means "as the parent image, or docker's default".
 *
 * @param test {@code NONE}, or {@code CMD} and its arguments, or {@code CMD-SHELL} and a line
 * @param intervalNanos nanoseconds between two checks
 * @param timeoutNanos nanoseconds after which a check has failed
 * @param startPeriodNanos nanoseconds after the start in which failures do not count
 * @param startIntervalNanos nanoseconds between two checks in the start period
 * @param retries how many failures in a row make the container unhealthy
 */
public record Healthcheck(
        List<String> test,
        long intervalNanos,
        long timeoutNanos,
        long startPeriodNanos,
        long startIntervalNanos,
        int retries) {
    /** Copies the list. */
    public Healthcheck {
        test = List.copyOf(test);
    }

    static Healthcheck fromJson(JsonObject json) {
        return new Healthcheck(
                json.strings("Test"),
                json.integer("Interval", 0),
                json.integer("Timeout", 0),
                json.integer("StartPeriod", 0),
                json.integer("StartInterval", 0),
                Math.clamp(json.integer("Retries", 0), 0, Integer.MAX_VALUE));
    }

    /** Returns the members in the order docker writes them. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        if (!test.isEmpty()) {
            json.put("Test", new ArrayList<>(test));
        }
        put(json, "Interval", intervalNanos);
        put(json, "Timeout", timeoutNanos);
        put(json, "StartPeriod", startPeriodNanos);
        put(json, "StartInterval", startIntervalNanos);
        put(json, "Retries", retries);
        return json;
    }

    private static void put(Map<String, @Nullable Object> json, String name, long value) {
        if (value != 0) {
            json.put(name, value);
        }
    }
}
