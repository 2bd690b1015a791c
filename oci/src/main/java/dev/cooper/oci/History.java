package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How one layer of an image came to be, or one change of its config.
 *
 * @param created when
 * @param createdBy the instruction, empty when not known
 * @param author who, empty when not known
 * @param comment a note, empty when there is none
 * @param emptyLayer true when only the config was changed
 */
public record History(
        Optional<Instant> created,
        String createdBy,
        String author,
        String comment,
        boolean emptyLayer) {

    static History fromJson(JsonObject json) {
        return new History(
                json.optionalString("created").filter(text -> !text.isEmpty()).map(Rfc3339::parse),
                json.string("created_by", ""),
                json.string("author", ""),
                json.string("comment", ""),
                json.bool("empty_layer"));
    }

    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        created.ifPresent(time -> json.put("created", Rfc3339.format(time)));
        put(json, "created_by", createdBy);
        put(json, "author", author);
        put(json, "comment", comment);
        if (emptyLayer) {
            json.put("empty_layer", true);
        }
        return json;
    }

    private static void put(Map<String, @Nullable Object> json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}
