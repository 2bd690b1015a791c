package dev.cooper.trust.notary;

import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that proves later, without a server, that a name was signed: the files with the signatures.
 */
public final class ChainProof {
    /** What kind of statement it is. */
    public static final String TYPE = "https://cooper.dev/notary-v1/proof/v1";

    private static final int MOST_BYTES = 4 << 20;

    private ChainProof() {}

    /**
     * Makes the proof of a name.
     *
     * @param found all metadata, verified
     * @param signed the name, and the role that signs it
     * @return repository, name, hashes and role in words, and the files from the root down to that
     *     role as they came, in base64
     * @throws IOException when the files are too large to be carried by every image
     */
    public static Map<String, Object> of(Collection found, Collection.Signed signed)
            throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(Roles.ROOT, found.root().bytes());
        files.put(Roles.TIMESTAMP, found.timestamp().bytes());
        files.put(Roles.SNAPSHOT, found.snapshot().bytes());
        found.roles()
                .forEach((role, file) -> {
                    if (signed.role().equals(role) || signed.role().startsWith(role + "/")) {
                        files.put(role, file.bytes());
                    }
                });
        long size = files.values().stream().mapToLong(file -> file.length).sum();
        if (size > MOST_BYTES) {
            throw new IOException(
                    "the trust data of "
                            + found.gun()
                            + " has "
                            + size
                            + " bytes; proofs of up to "
                            + MOST_BYTES
                            + " are stored beside images");
        }
        Map<String, Object> encoded = new LinkedHashMap<>();
        files.forEach((role, file) -> encoded.put(role, Base64.getEncoder().encodeToString(file)));
        Map<String, Object> proof = new LinkedHashMap<>();
        proof.put("repository", found.gun());
        proof.put("name", signed.name());
        proof.put("hashes", new LinkedHashMap<>(signed.meta().hashes()));
        proof.put("length", signed.meta().length());
        proof.put("role", signed.role());
        proof.put("files", encoded);
        return proof;
    }
}
