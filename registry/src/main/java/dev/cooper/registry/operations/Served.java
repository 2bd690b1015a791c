package dev.cooper.registry.operations;

import dev.cooper.registry.http.Caller;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.http.SafeUri;
import dev.cooper.registry.protocol.Route;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * A request that is over.
 *
 * @param id by which it can be found in every log
 * @param began when it came in
 * @param duration how long it took, the bodies included
 * @param status what it was answered with
 * @param received bytes of its body; -1 when it was not said beforehand
 * @param sent bytes of the answer's body
 * @param user who sent it, empty when nobody logged in
 * @param trace the trace that it is a part of, empty where none is kept
 * @param span which part of that
 * @param route what it asked for; null when it was refused before that was clear
 */
public record Served(
        String id,
        Instant began,
        Duration duration,
        String method,
        String uri,
        String host,
        String remote,
        String agent,
        int status,
        long received,
        long sent,
        String type,
        String user,
        String trace,
        String span,
        @Nullable Route route) {
    /** Reads what is known of it. */
    static Served of(Request request, Response response) {
        Exchange exchange = Exchange.of(request);
        Span span = RequestSpan.of(request);
        return new Served(
                exchange == null ? "" : exchange.id(),
                Instant.ofEpochMilli(Request.getTimeStamp(request)),
                Duration.ofNanos(System.nanoTime() - request.getBeginNanoTime()),
                request.getMethod(),
                SafeUri.of(request.getHttpURI()),
                text(request.getHeaders().get(HttpHeader.HOST)),
                address(request),
                text(request.getHeaders().get(HttpHeader.USER_AGENT)),
                response.getStatus(),
                request.getLength(),
                exchange == null ? Response.getContentBytesWritten(response) : exchange.written(),
                text(response.getHeaders().get(HttpHeader.CONTENT_TYPE)),
                Caller.of(request).name(),
                span.trace(),
                span.id(),
                exchange == null ? null : exchange.route());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** Who sent it: host and port; the host alone where a proxy tells it. */
    static String address(Request request) {
        String host = Request.getRemoteAddr(request);
        int port = Request.getRemotePort(request);
        if (port <= 0) {
            return host;
        }
        return (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host)
                + ":"
                + port;
    }
}
