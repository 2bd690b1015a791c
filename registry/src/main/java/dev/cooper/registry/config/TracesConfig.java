package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * That traces are sent, and where: the OpenTelemetry project's variables.
 *
 * @param properties their values, under names such as {@code otel.exporter.otlp.endpoint}
 */
public record TracesConfig(Map<String, String> properties) {
    private static final String PREFIX = "OTEL_";

    /** What holds where no variable says otherwise. */
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "otel.traces.exporter", "otlp",
                    "otel.exporter.otlp.protocol", "http/protobuf",
                    "otel.propagators", "tracecontext",
                    "otel.service.name", "cooper");

    public TracesConfig {
        properties = Map.copyOf(properties);
    }

    /**
     * Reads the variables; empty unless they name an exporter or an end point.
     *
     * @throws SyntaxException when they ask for what is not here
     */
    static Optional<TracesConfig> read(Map<String, String> environment) {
        if (!isWanted(environment)) {
            return Optional.empty();
        }
        requireOneOf(environment, "OTEL_TRACES_EXPORTER", "otlp", "console");
        requireOneOf(environment, "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        requireOneOf(environment, "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf");
        Map<String, String> properties = new TreeMap<>(DEFAULTS);
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isBlank()) {
                properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value.strip());
            }
        });
        // Metrics are Prometheus' to fetch, and the log is written here.
        properties.put("otel.metrics.exporter", "none");
        properties.put("otel.logs.exporter", "none");
        return Optional.of(new TracesConfig(properties));
    }

    private static boolean isWanted(Map<String, String> environment) {
        String exporter = value(environment, "OTEL_TRACES_EXPORTER");
        boolean disabled = value(environment, "OTEL_SDK_DISABLED").equalsIgnoreCase("true");
        if (disabled || exporter.equals("none")) {
            return false;
        }
        return !exporter.isEmpty()
                || !value(environment, "OTEL_EXPORTER_OTLP_ENDPOINT").isEmpty()
                || !value(environment, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").isEmpty();
    }

    private static void requireOneOf(
            Map<String, String> environment, String variable, String... allowed) {
        String value = value(environment, variable);
        for (String each : allowed) {
            if (value.isEmpty() || value.equals(each)) {
                return;
            }
        }
        String want = String.join(" or ", allowed);
        throw new SyntaxException(
                value.equals("grpc")
                        ? variable
                                + "=grpc is not supported; set it to http/protobuf, and the end"
                                + " point to the collector's port for that, often 4318"
                        : variable + "=" + value + " is not supported; set it to " + want);
    }

    private static String value(Map<String, String> environment, String variable) {
        return environment.getOrDefault(variable, "").strip();
    }

    /** The exporter and where it sends to, for people; no secrets. */
    public String summary() {
        String exporter = properties.getOrDefault("otel.traces.exporter", "");
        return exporter.equals("console") ? "to the log" : "to an OpenTelemetry collector";
    }
}
