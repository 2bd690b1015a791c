package dev.cooper.build;

import dev.cooper.oci.Digest;

import java.util.Map;

/**
 * Why a vertex was, or was not, taken from the cache.
 *
 * @param label the vertex
 * @param key its cache key
 * @param hit whether it was found
 * @param reason for a hit, what was the same; for a forced one, that it was asked for
 * @param inputs for a miss, what went into the key
 */
record Explanation(
        Label label, Digest key, boolean hit, String reason, Map<String, String> inputs) {
    static Explanation hit(Label label, Digest key, String reason) {
        return new Explanation(label, key, true, reason, Map.of());
    }

    static Explanation miss(Label label, Digest key, KeyInputs inputs) {
        return new Explanation(label, key, false, "", inputs.asMap());
    }

    static Explanation forced(Label label, Digest key, KeyInputs inputs) {
        return new Explanation(label, key, false, "asked for by --no-cache", inputs.asMap());
    }
}
