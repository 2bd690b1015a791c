package dev.cooper.trust.tuf;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.security.PublicKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may sign for a role, and how many of them must.
 *
 * @param keys by their names
 * @param threshold how many different keys must sign
 */
record Role(Map<String, RepositoryKey> keys, int threshold) {
    private static final int MOST_KEYS = 100;

    Role {
        keys = Map.copyOf(keys);
    }

    /**
     * Reads a role.
     *
     * @param all the keys of the document that names them
     */
    static Role parse(JsonObject json, JsonObject all) {
        List<String> names = json.strings("keyids");
        long threshold = json.integer("threshold");
        if (threshold < 1 || threshold > MOST_KEYS) {
            throw new SyntaxException(
                    json.where() + ": threshold is " + threshold + ", want 1 to " + MOST_KEYS);
        }
        if (names.size() > MOST_KEYS || Set.copyOf(names).size() != names.size()) {
            throw new SyntaxException(
                    json.where() + ": a key is named twice, or more than " + MOST_KEYS + " are");
        }
        Map<String, RepositoryKey> keys = new HashMap<>();
        for (String name : names) {
            JsonObject key = all.object(name);
            if (RepositoryKey.isKnown(key)) {
                keys.put(name, RepositoryKey.parse(key));
            }
        }
        return new Role(keys, (int) threshold);
    }

    /** Refuses a document that fewer keys signed than must. One key under two names is one key. */
    void require(SignedFile file, String by) throws RefusedMetadataException {
        Set<PublicKey> signers = new HashSet<>();
        file.signatures()
                .forEach((name, signature) -> {
                    RepositoryKey key = keys.get(name);
                    if (key != null
                            && !signers.contains(key.key())
                            && key.verifies(file.canonical(), signature)) {
                        signers.add(key.key());
                    }
                });
        if (signers.size() < threshold) {
            throw new RefusedMetadataException(
                    file.where()
                            + ": signed by "
                            + signers.size()
                            + " of the keys that "
                            + by
                            + " wants, must be "
                            + threshold);
        }
    }
}
