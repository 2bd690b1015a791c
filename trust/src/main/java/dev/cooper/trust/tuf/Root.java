package dev.cooper.trust.tuf;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A root that is believed: who may sign what.
 *
 * @param file the metadata
 * @param roles by name
 * @param consistent whether names of files carry versions and hashes
 */
record Root(SignedFile file, Map<String, Role> roles, boolean consistent) {
    private static final List<String> ROLES = List.of("root", "timestamp", "snapshot", "targets");

    /** Reads a root that signs itself, as each must. */
    static Root parse(byte[] content, String where) throws RefusedMetadataException {
        SignedFile file = SignedFile.parse(content, "root", where);
        try {
            JsonObject keys = file.signed().object("keys");
            JsonObject all = file.signed().object("roles");
            Map<String, Role> roles = new HashMap<>();
            for (String name : ROLES) {
                roles.put(name, Role.parse(all.object(name), keys));
            }
            Root root =
                    new Root(file, Map.copyOf(roles), file.signed().bool("consistent_snapshot"));
            root.role("root").require(file, "itself");
            return root;
        } catch (SyntaxException e) {
            throw new RefusedMetadataException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Refuses a root that does not follow this one. */
    void requireNext(Root next) throws RefusedMetadataException {
        role("root").require(next.file, "the root before it");
        if (next.file.version() != file.version() + 1) {
            throw new RefusedMetadataException(
                    next.file.where()
                            + ": version is "
                            + next.file.version()
                            + ", want "
                            + (file.version() + 1));
        }
    }

    /** Refuses metadata that a role did not sign. */
    void require(SignedFile signed, String name) throws RefusedMetadataException {
        role(name).require(signed, "root " + file.version());
    }

    /** Tells whether a role has the same keys in another root. */
    boolean trustsAlike(Root other, String name) {
        return role(name).equals(other.role(name));
    }

    private Role role(String name) {
        Role role = roles.get(name);
        if (role == null) {
            throw new IllegalArgumentException(name);
        }
        return role;
    }
}
