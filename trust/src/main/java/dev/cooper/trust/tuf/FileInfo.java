package dev.cooper.trust.tuf;

import dev.cooper.oci.Digest;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.List;

/**
 * What signed metadata says of another file.
 *
 * @param version of metadata; 0 for targets, which have none
 * @param length in bytes; −1 when it is not said
 * @param hashes of the known kinds
 */
record FileInfo(long version, long length, List<Digest> hashes) {
    /** Of metadata: version must be there, the rest may. */
    static FileInfo ofMetadata(JsonObject json) {
        long version = json.integer("version");
        if (version < 1) {
            throw new SyntaxException(
                    json.where() + ": version is " + version + ", want 1 or more");
        }
        return new FileInfo(version, json.integer("length", -1), hashes(json));
    }

    /** Of a target: length and hashes must be there. */
    static FileInfo ofTarget(JsonObject json) {
        FileInfo info = new FileInfo(0, json.integer("length"), hashes(json));
        if (info.hashes.isEmpty() || info.length < 0) {
            throw new SyntaxException(
                    json.where() + ": want a length and a hash by sha256 or sha512");
        }
        return info;
    }

    private static List<Digest> hashes(JsonObject json) {
        List<Digest> hashes = new ArrayList<>();
        json.stringMap("hashes")
                .forEach((kind, hex) -> {
                    if (kind.equals("sha256") || kind.equals("sha512")) {
                        hashes.add(Digest.parse(kind + ":" + hex));
                    }
                });
        return List.copyOf(hashes);
    }

    /** How many bytes it may have. */
    int most(int limit) {
        return length < 0 || length > limit ? limit : (int) length;
    }

    /** Tells whether a content is what is meant, as far as that is said. */
    boolean is(byte[] content) {
        return (length < 0 || content.length == length)
                && hashes.stream().allMatch(hash -> hash.equals(hash(hash, content)));
    }

    private static Digest hash(Digest wanted, byte[] content) {
        return Digest.of(wanted.algorithm(), wanted.algorithm().newMessageDigest().digest(content));
    }

    void require(byte[] content, String where) throws RefusedMetadataException {
        if (!is(content)) {
            throw new RefusedMetadataException(
                    where + ": it has not the length and the hashes that were signed for it");
        }
    }
}
