package dev.cooper.trust.notary;

import dev.cooper.oci.Digest;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is signed of a file: its length and its hashes.
 *
 * @param length in bytes
 * @param hashes by the name of the function, in hex; sha256, sha512 or both
 * @param custom what a publisher has added, null for nothing
 */
public record FileMeta(long length, SortedMap<String, String> hashes, @Nullable Object custom) {
    private static final List<String> FUNCTIONS = List.of("sha256", "sha512");

    /** What is to be signed of a file. */
    public static FileMeta of(byte[] file) {
        SortedMap<String, String> hashes = new TreeMap<>();
        FUNCTIONS.forEach(name -> hashes.put(name, hash(name, file)));
        return new FileMeta(file.length, hashes, null);
    }

    /** What is to be signed of an image. */
    public static FileMeta of(Digest digest, long length) {
        SortedMap<String, String> hashes = new TreeMap<>();
        hashes.put(digest.algorithm().id(), digest.hex());
        return new FileMeta(length, hashes, null);
    }

    /**
     * Reads one.
     *
     * @throws SyntaxException when it has no hash that is known here
     */
    static FileMeta parse(JsonObject json) {
        SortedMap<String, String> hashes = new TreeMap<>();
        json.stringMap("hashes")
                .forEach((name, value) -> {
                    if (FUNCTIONS.contains(name)) {
                        hashes.put(name, hex(value, json.where()));
                    }
                });
        String sha256 = hashes.getOrDefault("sha256", "");
        String sha512 = hashes.getOrDefault("sha512", "");
        boolean damaged =
                (!sha256.isEmpty() && sha256.length() != 64)
                        || (!sha512.isEmpty() && sha512.length() != 128);
        if (hashes.isEmpty() || damaged || json.integer("length") < 0) {
            throw new SyntaxException(json.where() + " has no hash of sha256 or sha512");
        }
        return new FileMeta(json.integer("length"), hashes, json.get("custom"));
    }

    private static String hex(String base64, String where) {
        try {
            return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(where + ": a hash is no base64", e);
        }
    }

    Map<String, Object> toMap() {
        Map<String, Object> encoded = new LinkedHashMap<>();
        hashes.forEach((name, hex) ->
                encoded.put(
                        name, Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex))));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("hashes", encoded);
        map.put("length", length);
        if (custom != null) {
            map.put("custom", custom);
        }
        return map;
    }

    /** Whether these bytes are meant: their length and every hash. */
    public boolean isOf(byte[] file) {
        boolean same = file.length == length;
        for (Map.Entry<String, String> hash : hashes.entrySet()) {
            same &= hash(hash.getKey(), file).equals(hash.getValue());
        }
        return same;
    }

    /** Whether two agree on length and every hash that both have, at least one. */
    boolean agrees(FileMeta other) {
        boolean shared = false;
        for (Map.Entry<String, String> hash : hashes.entrySet()) {
            String theirs = other.hashes.get(hash.getKey());
            if (theirs != null && !theirs.equals(hash.getValue())) {
                return false;
            }
            shared |= theirs != null;
        }
        return shared && length == other.length;
    }

    /** The SHA-256 in hex, or the SHA-512 without it. */
    public String hex() {
        String sha256 = hashes.get("sha256");
        return sha256 != null ? sha256 : String.valueOf(hashes.get("sha512"));
    }

    private static String hash(String name, byte[] file) {
        Digest.Algorithm function =
                name.equals("sha256") ? Digest.Algorithm.SHA256 : Digest.Algorithm.SHA512;
        return HexFormat.of().formatHex(function.newMessageDigest().digest(file));
    }
}
