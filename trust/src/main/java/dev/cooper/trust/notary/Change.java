package dev.cooper.trust.notary;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One change that is to be published.
 *
 * @param action {@code create}, {@code update} or {@code delete}
 * @param role whose file changes
 * @param type {@code target}, {@code delegation} or {@code witness}
 * @param path the target; "" for none
 * @param data more about it, JSON in base64; "" for nothing
 */
public record Change(String action, String role, String type, String path, String data) {
    static final String TARGET = "target";
    static final String DELEGATION = "delegation";
    static final String WITNESS = "witness";

    /** Signs a name. */
    public static Change add(String role, String name, FileMeta meta) {
        return new Change("create", role, TARGET, name, encode(meta.toMap()));
    }

    /** Signs a name no longer. */
    public static Change remove(String role, String name) {
        return new Change("delete", role, TARGET, name, "");
    }

    /** Signs a role once more as it is. */
    public static Change witness(String role) {
        return new Change("update", role, WITNESS, "", "");
    }

    /** Makes a role below another one, or adds keys and paths to it. */
    public static Change delegate(String role, List<TrustKey> keys, List<String> paths) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("new_threshold", 1L);
        data.put("add_keys", keys.stream().map(TrustKey::toMap).toList());
        data.put("add_paths", paths);
        return new Change("create", role, DELEGATION, "", encode(data));
    }

    /** Takes keys and paths from a role. */
    public static Change withdraw(
            String role, List<String> keyIds, List<String> paths, boolean allPaths) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("remove_keys", keyIds);
        data.put("remove_paths", paths);
        data.put("clear_paths", allPaths);
        return new Change("update", role, DELEGATION, "", encode(data));
    }

    /** Removes a role. */
    public static Change dismiss(String role) {
        return new Change("delete", role, DELEGATION, "", "");
    }

    /**
     * Reads a change.
     *
     * @param where the file, for messages
     * @throws SyntaxException when it is none
     */
    static Change parse(byte[] file, String where) {
        JsonObject json = JsonObject.parse(file, where);
        return new Change(
                json.string("action"),
                json.string("role"),
                json.string("type"),
                json.string("path", ""),
                json.string("data", ""));
    }

    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("action", action);
        map.put("role", role);
        map.put("type", type);
        map.put("path", path);
        map.put("data", data.isEmpty() ? null : data);
        return map;
    }

    /** What more there is about it. */
    JsonObject details() {
        try {
            String where = "change of " + role;
            return data.isEmpty()
                    ? JsonObject.of(Map.of(), where)
                    : JsonObject.parse(Base64.getDecoder().decode(data), where);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("a change of " + role + " is damaged: " + e.getMessage(), e);
        }
    }

    private static String encode(Map<String, Object> data) {
        return Base64.getEncoder().encodeToString(Json.write(data));
    }
}
