package dev.cooper.build;

import dev.cooper.oci.Digest;
import dev.cooper.oci.FileName;

import java.security.MessageDigest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that decides the result of a vertex, by name and in order.
 *
 * <p>The cache key is the digest over it, so that {@code --explain} can tell the exact input that
 * changed by comparing two of them. Names and values are length-prefixed before they are hashed: no
 * two different lists give the same bytes.
 */
final class KeyInputs {
    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final Map<String, String> details = new LinkedHashMap<>();

    /** Adds one input; an input of the same name is replaced. */
    KeyInputs with(String name, String value) {
        inputs.put(name, value);
        return this;
    }

    /** Adds what an input consists of: shown by {@code --explain}, already part of the key. */
    KeyInputs detail(String name, String value) {
        details.put(name, value);
        return this;
    }

    /** All inputs and their details, in order. */
    Map<String, String> asMap() {
        Map<String, String> all = new LinkedHashMap<>(inputs);
        all.putAll(details);
        return Collections.unmodifiableMap(all);
    }

    /** The cache key. */
    Digest digest() {
        MessageDigest sha = Digest.Algorithm.SHA256.newMessageDigest();
        inputs.forEach((name, value) -> {
            update(sha, name);
            update(sha, value);
        });
        return Digest.of(Digest.Algorithm.SHA256, sha.digest());
    }

    private static void update(MessageDigest sha, String text) {
        byte[] bytes = FileName.encode(text);
        for (int shift = 24; shift >= 0; shift -= 8) {
            sha.update((byte) (bytes.length >>> shift));
        }
        sha.update(bytes);
    }
}
