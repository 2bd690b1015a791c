package dev.cooper.trust.notary;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who signs for the four roles.
 *
 * @param version grows with each change
 * @param expires until when it may be trusted
 * @param keys by their names
 * @param roles of each of the four who signs
 */
public record Root(
        long version,
        Instant expires,
        SortedMap<String, TrustKey> keys,
        SortedMap<String, RoleKeys> roles) {

    /**
     * Reads a root; that its signatures hold is for others.
     *
     * @throws SyntaxException when it is none, or lacks a role or a key
     */
    public static Root parse(SignedDocument document) {
        JsonObject json = document.signed();
        wantType(document, "Root");
        SortedMap<String, TrustKey> keys = keys(json.object("keys"));
        SortedMap<String, RoleKeys> roles = new TreeMap<>();
        for (String role : Roles.BASE) {
            RoleKeys one = RoleKeys.parse(json.object("roles").object(role));
            if (!keys.keySet().containsAll(one.keyIds())
                    || one.keyIds().stream().distinct().count() < one.threshold()) {
                throw new SyntaxException(
                        json.where() + ": role " + role + " has fewer keys than it wants");
            }
            roles.put(role, one);
        }
        return new Root(document.version(), document.expires(), keys, roles);
    }

    static void wantType(SignedDocument document, String type) {
        if (!document.type().equals(type)) {
            throw new SyntaxException(
                    document.signed().where()
                            + " is of type \""
                            + document.type()
                            + "\", want \""
                            + type
                            + "\"");
        }
    }

    static SortedMap<String, TrustKey> keys(JsonObject json) {
        SortedMap<String, TrustKey> keys = new TreeMap<>();
        for (String id : json.names()) {
            keys.put(id, TrustKey.parse(json.object(id)));
        }
        return keys;
    }

    static Map<String, Object> map(Map<String, TrustKey> keys) {
        Map<String, Object> map = new LinkedHashMap<>();
        keys.forEach((id, key) -> map.put(id, key.toMap()));
        return map;
    }

    /** Who signs for one of the four roles. */
    public RoleKeys role(String name) {
        RoleKeys found = roles.get(name);
        if (found == null) {
            throw new IllegalArgumentException(name); // parse has seen to it
        }
        return found;
    }

    /** The keys of one of the four roles. */
    SortedMap<String, TrustKey> keys(String role) {
        SortedMap<String, TrustKey> some = new TreeMap<>(keys);
        some.keySet().retainAll(role(role).keyIds());
        return some;
    }

    /** The same with other keys for a role; keys that nobody needs any more are dropped. */
    Root with(String role, TrustKey... others) {
        SortedMap<String, TrustKey> all = new TreeMap<>(keys);
        SortedMap<String, RoleKeys> changed = new TreeMap<>(roles);
        String[] ids = new String[others.length];
        for (int i = 0; i < others.length; i++) {
            ids[i] = others[i].id();
            all.put(ids[i], others[i]);
        }
        changed.put(role, RoleKeys.of(ids));
        all.keySet()
                .removeIf(id -> changed.values().stream().noneMatch(r -> r.keyIds().contains(id)));
        return new Root(version, expires, all, changed);
    }

    Map<String, Object> toSigned(long newVersion, Instant newExpires) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_type", "Root");
        map.put("consistent_snapshot", false);
        map.put("expires", newExpires.toString());
        map.put("keys", map(keys));
        Map<String, Object> some = new LinkedHashMap<>();
        roles.forEach((name, one) -> some.put(name, one.toMap()));
        map.put("roles", some);
        map.put("version", newVersion);
        return map;
    }
}
