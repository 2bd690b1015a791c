package dev.cooper.registry.operations;

import com.sun.net.httpserver.HttpServer;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes traces as a collector does, read by the OpenTelemetry project's own classes. */
final class CollectorDouble implements AutoCloseable {
    /**
     * A span that has arrived.
     *
     * @param parent empty where it begins a trace
     */
    record Arrived(
            String name,
            Span.SpanKind kind,
            String trace,
            String id,
            String parent,
            boolean failed,
            Map<String, String> attributes) {}

    private final HttpServer server;
    private final List<Arrived> spans = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> resource = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, String> headers = Collections.synchronizedMap(new LinkedHashMap<>());

    CollectorDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext(
                "/v1/traces",
                exchange -> {
                    exchange.getRequestHeaders()
                            .forEach((name, values) -> headers.put(name, values.getFirst()));
                    take(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()));
                    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
    }

    private void take(ExportTraceServiceRequest request) {
        for (ResourceSpans from : request.getResourceSpansList()) {
            Resource about = from.getResource();
            resource.putAll(values(about.getAttributesList()));
            for (ScopeSpans scope : from.getScopeSpansList()) {
                scope.getSpansList().forEach(this::take);
            }
        }
    }

    private void take(Span span) {
        HexFormat hex = HexFormat.of();
        spans.add(
                new Arrived(
                        span.getName(),
                        span.getKind(),
                        hex.formatHex(span.getTraceId().toByteArray()),
                        hex.formatHex(span.getSpanId().toByteArray()),
                        hex.formatHex(span.getParentSpanId().toByteArray()),
                        span.getStatus().getCodeValue() == 2,
                        values(span.getAttributesList())));
    }

    private static Map<String, String> values(List<KeyValue> attributes) {
        Map<String, String> values = new LinkedHashMap<>();
        for (KeyValue each : attributes) {
            var value = each.getValue();
            values.put(
                    each.getKey(),
                    value.hasIntValue()
                            ? Long.toString(value.getIntValue())
                            : value.getStringValue());
        }
        return values;
    }

    /** What makes a registry send its traces here. */
    Map<String, String> environment() {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "OTEL_EXPORTER_OTLP_HEADERS",
                "x-key=of the collector",
                "OTEL_RESOURCE_ATTRIBUTES",
                "deployment.environment.name=test");
    }

    /** The spans so far; all of a registry that was closed. */
    List<Arrived> spans() {
        return List.copyOf(spans);
    }

    /** The spans of a trace that have a name. */
    List<Arrived> spans(String trace, String name) {
        return spans().stream()
                .filter(each -> each.trace().equals(trace) && each.name().equals(name))
                .toList();
    }

    /** The only span of a name. */
    Arrived span(String name) {
        List<Arrived> found = spans().stream().filter(each -> each.name().equals(name)).toList();
        if (found.size() != 1) {
            throw new AssertionError(name + " in " + spans);
        }
        return found.getFirst();
    }

    Map<String, String> resource() {
        return Map.copyOf(resource);
    }

    /** The headers of what was sent last. */
    Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
