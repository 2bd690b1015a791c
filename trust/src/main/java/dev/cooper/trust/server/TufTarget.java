package dev.cooper.trust.server;

import dev.cooper.oci.Digest;

import java.util.LinkedHashMap;
import java.util.Map;

/** A file that clients are given through TUF. */
final class TufTarget {
    private final String name;
    private final String usage;
    private final byte[] content;

    /**
     * Makes one.
     *
     * @param usage what cosign 2 takes it for, such as {@code Fulcio}; empty when it takes it for
     *     nothing
     */
    TufTarget(String name, String usage, byte[] content) {
        this.name = name;
        this.usage = usage;
        this.content = content;
    }

    String name() {
        return name;
    }

    byte[] content() {
        return content;
    }

    /** Where it is in a repository with consistent snapshots. */
    String path() {
        return "targets/" + Digest.sha256(content).hex() + "." + name;
    }

    Map<String, Object> toMap() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("length", (long) content.length);
        json.put("hashes", Map.of("sha256", Digest.sha256(content).hex()));
        if (!usage.isEmpty()) {
            Map<String, Object> custom = new LinkedHashMap<>();
            custom.put("status", "Active");
            custom.put("usage", usage);
            json.put("custom", Map.of("sigstore", custom));
        }
        return json;
    }
}
