package dev.cooper.registry.operations;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.config.TracesConfig;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Traces by the OpenTelemetry project's own library, which only this class names. */
final class OpenTelemetryTraces implements Traces {
    private static final long LAST_SECONDS = 3;

    private static final TextMapGetter<Map<String, String>> HEADERS =
            new TextMapGetter<>() {
                @Override
                public Iterable<String> keys(Map<String, String> headers) {
                    return headers.keySet();
                }

                @Override
                public @Nullable String get(@Nullable Map<String, String> headers, String name) {
                    return headers == null ? null : headers.get(name.toLowerCase(Locale.ROOT));
                }
            };

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final TextMapPropagator propagator;

    private OpenTelemetryTraces(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("dev.cooper.registry");
        this.propagator = sdk.getPropagators().getTextMapPropagator();
    }

    static OpenTelemetryTraces open(TracesConfig config) {
        try {
            return new OpenTelemetryTraces(
                    AutoConfiguredOpenTelemetrySdk.builder()
                            .disableShutdownHook()
                            .addPropertiesCustomizer(_ -> config.properties())
                            .build()
                            .getOpenTelemetrySdk());
        } catch (ConfigurationException e) {
            throw new SyntaxException("the OTEL_ variables: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public Span request(String name, Map<String, String> headers) {
        return begin(name, SpanKind.SERVER, propagator.extract(Context.root(), headers, HEADERS));
    }

    @Override
    public Span part(String name) {
        return isFollowing() ? begin(name, SpanKind.INTERNAL, Context.current()) : Span.NONE;
    }

    @Override
    public Span sending(String method, URI address) {
        return isFollowing() ? sending(method, address, Context.current()) : Span.NONE;
    }

    @Override
    public Span sending(String method, URI address, Map<String, String> of) {
        return of.isEmpty()
                ? Span.NONE
                : sending(method, address, propagator.extract(Context.root(), of, HEADERS));
    }

    private Span sending(String method, URI address, Context parent) {
        Span span = begin(method, SpanKind.CLIENT, parent);
        int known = "https".equals(address.getScheme()) ? 443 : 80;
        int port = address.getPort() < 0 ? known : address.getPort();
        span.set("http.request.method", method);
        // Without the user and the query, which may be secrets.
        span.set(
                "url.full",
                address.getScheme()
                        + "://"
                        + address.getHost()
                        + ":"
                        + port
                        + address.getRawPath());
        span.set("server.address", address.getHost());
        span.set("server.port", port);
        return span;
    }

    @Override
    public Runnable carried(Runnable work) {
        return Context.current().wrap(work);
    }

    @Override
    public Span current() {
        return isFollowing()
                ? new Begun(io.opentelemetry.api.trace.Span.current(), Scope.noop())
                : Span.NONE;
    }

    private static boolean isFollowing() {
        return io.opentelemetry.api.trace.Span.current().getSpanContext().isValid();
    }

    @SuppressWarnings("MustBeClosedChecker") // the span closes it
    private Span begin(String name, SpanKind kind, Context parent) {
        var span = tracer.spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan();
        return new Begun(span, parent.with(span).makeCurrent());
    }

    @Override
    public void close() {
        sdk.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
    }

    private final class Begun implements Span {
        private final io.opentelemetry.api.trace.Span span;
        private final Scope scope;

        Begun(io.opentelemetry.api.trace.Span span, Scope scope) {
            this.span = span;
            this.scope = scope;
        }

        @Override
        public String trace() {
            return span.getSpanContext().getTraceId();
        }

        @Override
        public String id() {
            return span.getSpanContext().getSpanId();
        }

        @Override
        public Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            propagator.inject(Context.root().with(span), headers, Map::put);
            return headers;
        }

        @Override
        public void rename(String name) {
            span.updateName(name);
        }

        @Override
        public void set(String name, String value) {
            if (!value.isEmpty()) {
                span.setAttribute(name, value);
            }
        }

        @Override
        public void set(String name, long value) {
            span.setAttribute(AttributeKey.longKey(name), value);
        }

        @Override
        public void failed(String type) {
            span.setAttribute("error.type", type);
            span.setStatus(StatusCode.ERROR);
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }
}
