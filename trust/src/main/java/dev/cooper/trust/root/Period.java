package dev.cooper.trust.root;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.Rfc3339;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When something is to be trusted, both ends included.
 *
 * @param start empty when it always was
 * @param end empty when it still is
 */
public record Period(Optional<Instant> start, Optional<Instant> end) {
    /** Makes a period that does not end. */
    public static Period since(Instant start) {
        return new Period(Optional.of(start), Optional.empty());
    }

    static Period of(JsonObject json) {
        return new Period(
                json.optionalString("start").map(Rfc3339::parse),
                json.optionalString("end").map(Rfc3339::parse));
    }

    /** Tells whether a time is in it. */
    public boolean holds(Instant time) {
        return start.map(from -> !time.isBefore(from)).orElse(true)
                && end.map(to -> !time.isAfter(to)).orElse(true);
    }

    Map<String, Object> toMap() {
        Map<String, Object> json = new LinkedHashMap<>();
        start.ifPresent(from -> json.put("start", from.toString()));
        end.ifPresent(to -> json.put("end", to.toString()));
        return json;
    }

    @Override
    public String toString() {
        return "from "
                + start.map(Instant::toString).orElse("always")
                + " to "
                + end.map(Instant::toString).orElse("ever");
    }
}
