package dev.cooper.trust.notary;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names that a role signs, and the roles below it.
 *
 * @param version grows with each change
 * @param expires until when it may be trusted
 * @param targets by their names
 * @param keys those of the roles below, by their names
 * @param delegations the roles below, in the order in which names are looked up in them
 */
public record Targets(
        long version,
        Instant expires,
        SortedMap<String, FileMeta> targets,
        SortedMap<String, TrustKey> keys,
        List<Delegation> delegations) {

    /** Copies the roles below. */
    public Targets {
        delegations = List.copyOf(delegations);
    }

    /** One without anything. */
    static Targets empty(Instant expires) {
        return new Targets(0, expires, new TreeMap<>(), new TreeMap<>(), List.of());
    }

    /**
     * Reads one; that its signatures hold is for others.
     *
     * @param role whose it is; only roles directly below it may be named
     * @throws SyntaxException when it is none
     */
    public static Targets parse(SignedDocument document, String role) {
        Root.wantType(document, "Targets");
        JsonObject json = document.signed();
        SortedMap<String, FileMeta> targets = new TreeMap<>();
        JsonObject named = json.object("targets");
        for (String name : named.names()) {
            targets.put(name, FileMeta.parse(named.object(name)));
        }
        SortedMap<String, TrustKey> keys = new TreeMap<>();
        List<Delegation> delegations = new ArrayList<>();
        Optional<JsonObject> below = json.optionalObject("delegations");
        if (below.isPresent()) {
            below.get().optionalObject("keys").ifPresent(some -> keys.putAll(Root.keys(some)));
            for (JsonObject one : below.get().objects("roles")) {
                Delegation delegation = Delegation.parse(one);
                if (!Roles.parent(delegation.name()).equals(role)) {
                    throw new SyntaxException(
                            json.where() + " may not speak of the role " + delegation.name());
                }
                delegations.add(delegation);
            }
        }
        return new Targets(document.version(), document.expires(), targets, keys, delegations);
    }

    /** The role below of this name. */
    public Optional<Delegation> delegation(String name) {
        return delegations.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** The same with other names. */
    Targets withTargets(SortedMap<String, FileMeta> others) {
        return new Targets(version, expires, others, keys, delegations);
    }

    /** The same with other roles below; keys that nobody needs any more are dropped. */
    Targets withDelegations(List<Delegation> others, Map<String, TrustKey> more) {
        SortedMap<String, TrustKey> all = new TreeMap<>(keys);
        all.putAll(more);
        all.keySet()
                .removeIf(id -> others.stream().noneMatch(one -> one.keys().keyIds().contains(id)));
        return new Targets(version, expires, targets, all, others);
    }

    Map<String, Object> toSigned(long newVersion, Instant newExpires) {
        Map<String, Object> below = new LinkedHashMap<>();
        below.put("keys", Root.map(keys));
        below.put("roles", delegations.stream().map(Delegation::toMap).toList());
        Map<String, Object> named = new LinkedHashMap<>();
        targets.forEach((name, meta) -> named.put(name, meta.toMap()));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_type", "Targets");
        map.put("delegations", below);
        map.put("expires", newExpires.toString());
        map.put("targets", named);
        map.put("version", newVersion);
        return map;
    }
}
