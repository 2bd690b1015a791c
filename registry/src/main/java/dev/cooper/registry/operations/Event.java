package dev.cooper.registry.operations;

import dev.cooper.oci.Json;
import dev.cooper.registry.config.EventAction;
import dev.cooper.registry.config.NotificationsConfig;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.protocol.RequestId;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened, in distribution's form of events.
 *
 * @param request how it came about
 */
record Event(EventAction action, EventTarget target, Origin request, Instant time) {
    /**
     * The request that an event comes from.
     *
     * @param id of the request
     * @param scheme {@code http} or {@code https}
     * @param trace the headers that tell which part of a trace it is
     */
    record Origin(
            String id,
            String remote,
            String scheme,
            String host,
            String method,
            String agent,
            String user,
            Map<String, String> trace) {
        static Origin of(Exchange exchange) {
            return new Origin(
                    exchange.id(),
                    Served.address(exchange.request()),
                    exchange.request().isSecure() ? "https" : "http",
                    exchange.header("Host").orElse(""),
                    exchange.method(),
                    exchange.header("User-Agent").orElse(""),
                    exchange.caller().name(),
                    RequestSpan.of(exchange.request()).headers());
        }

        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", id);
            json.put("addr", remote);
            json.put("host", host);
            json.put("method", method);
            json.put("useragent", agent);
            return json;
        }
    }

    /**
     * The registry that tells of an event.
     *
     * @param address its host and port
     * @param instance another one after each start
     */
    record Source(String address, String instance) {}

    /** Whether an end point has not said that such events are of no interest. */
    boolean isWantedBy(NotificationsConfig.Endpoint endpoint) {
        return endpoint.wants(action) && !endpoint.ignoredTypes().contains(target.mediaType());
    }

    /** The event as an object of JSON. */
    String json(Source source) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", RequestId.of(Optional.empty()));
        json.put("timestamp", time.toString());
        json.put("action", action.word());
        json.put("target", target.json(request.scheme + "://" + request.host));
        json.put("request", request.json());
        json.put("actor", request.user.isEmpty() ? Map.of() : Map.of("name", request.user));
        json.put("source", Map.of("addr", source.address, "instanceID", source.instance));
        return Json.writeString(json);
    }
}
