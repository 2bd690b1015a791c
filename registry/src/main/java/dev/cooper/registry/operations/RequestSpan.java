package dev.cooper.registry.operations;

import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.http.SafeUri;
import dev.cooper.registry.protocol.Route;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * The span of a request: attributes as the <a
 * href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">conventions for HTTP</a> name
 * them, and what it is about.
 */
final class RequestSpan {
    private static final String ATTRIBUTE = "dev.cooper.registry.span";

    private RequestSpan() {}

    /** Which part of a trace a request is. */
    static Span of(Request request) {
        return request.getAttribute(ATTRIBUTE) instanceof Span span ? span : Span.NONE;
    }

    static Span begin(Traces traces, Exchange exchange) {
        if (!traces.isOn()) {
            return Span.NONE;
        }
        Request request = exchange.request();
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.putIfAbsent(field.getLowerCaseName(), field.getValue());
        }
        Span span = traces.request(method(exchange), headers);
        request.setAttribute(ATTRIBUTE, span);
        String[] uri = SafeUri.of(request.getHttpURI()).split("\\?", 2);
        span.set("http.request.method", method(exchange));
        span.set("url.scheme", request.isSecure() ? "https" : "http");
        span.set("url.path", uri[0]);
        span.set("url.query", uri.length > 1 ? uri[1] : "");
        span.set("server.address", Request.getServerName(request));
        span.set("server.port", Request.getServerPort(request));
        span.set("client.address", exchange.address());
        span.set("user_agent.original", exchange.header("User-Agent").orElse(""));
        span.set("cooper.request.id", exchange.id());
        return span;
    }

    /** What clients make up must not become a name. */
    private static String method(Exchange exchange) {
        return switch (exchange.method()) {
            case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> exchange.method();
            default -> "_OTHER";
        };
    }

    /** Notes how it went. */
    static void answered(Exchange exchange) {
        Span span = of(exchange.request());
        if (span.trace().isEmpty()) {
            return;
        }
        Route route = exchange.route();
        String pattern = pattern(route);
        if (!pattern.isEmpty()) {
            span.rename(method(exchange) + " " + pattern);
            span.set("http.route", pattern);
        }
        int status = exchange.answerStatus();
        span.set("http.response.status_code", status);
        span.set("http.response.body.size", exchange.written());
        span.set("user.name", exchange.caller().name());
        if (route != null) {
            span.set("cooper.repository", route.repository());
        }
        switch (route) {
            case Route.Manifest(String _, String reference) ->
                    span.set("cooper.reference", reference);
            case Route.Blob(String _, String digest) -> span.set("cooper.digest", digest);
            case null, default -> {}
        }
        exchange.answerHeader("Docker-Content-Digest")
                .ifPresent(digest -> span.set("cooper.digest", digest));
        if (status >= 500) {
            span.failed(Integer.toString(status));
        }
    }

    private static String pattern(@Nullable Route route) {
        return switch (route) {
            case Route.Base _ -> "/v2/";
            case Route.Catalog _ -> "/v2/_catalog";
            case Route.Discover _ -> "/v2/_oci/ext/discover";
            case Route.Tags _ -> "/v2/{name}/tags/list";
            case Route.Manifest _ -> "/v2/{name}/manifests/{reference}";
            case Route.Blob _ -> "/v2/{name}/blobs/{digest}";
            case Route.Uploads _ -> "/v2/{name}/blobs/uploads/";
            case Route.Upload _ -> "/v2/{name}/blobs/uploads/{id}";
            case Route.Referrers _ -> "/v2/{name}/referrers/{digest}";
            case Route.Trust _ -> "/v2/{name}/_trust/tuf/{file}";
            case null -> "";
        };
    }
}
