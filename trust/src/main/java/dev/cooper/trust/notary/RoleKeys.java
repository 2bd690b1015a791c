package dev.cooper.trust.notary;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who signs for a role.
 *
 * @param keyIds the keys
 * @param threshold how many of them must have signed, 1 or more
 */
public record RoleKeys(List<String> keyIds, int threshold) {
    /** Copies the keys. */
    public RoleKeys {
        keyIds = List.copyOf(keyIds);
        if (threshold < 1 || threshold > 1000) {
            throw new SyntaxException("a role wants " + threshold + " signatures; want 1 or more");
        }
    }

    static RoleKeys of(String... keyIds) {
        return new RoleKeys(List.of(keyIds), 1);
    }

    static RoleKeys parse(JsonObject json) {
        return new RoleKeys(
                json.strings("keyids"), (int) Math.min(json.integer("threshold"), 1 << 20));
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("keyids", keyIds);
        map.put("threshold", (long) threshold);
        return map;
    }
}
