package dev.cooper.trust.server;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.tuf.CanonicalJson;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A key that signs metadata of TUF. */
final class TufKey {
    private static final String SPECIFICATION = "1.0.31";

    private final KeyPair pair;

    /**
     * Uses a key.
     *
     * @param pair on P-256
     */
    TufKey(KeyPair pair) {
        this.pair = pair;
    }

    /** By what metadata names it. */
    String id() {
        return Digest.sha256(CanonicalJson.write(toMap())).hex();
    }

    Map<String, Object> toMap() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("keytype", "ecdsa");
        json.put("keyval", Map.of("public", PublicKeys.pem(pair.publicKey())));
        json.put("scheme", "ecdsa-sha2-nistp256");
        return json;
    }

    /** Begins metadata of a role. */
    static Map<String, Object> begin(String type, long version, Instant expires) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("_type", type);
        json.put("spec_version", SPECIFICATION);
        json.put("version", version);
        json.put("expires", expires.truncatedTo(ChronoUnit.SECONDS).toString());
        return json;
    }

    /** Returns the file of metadata that these keys sign. */
    static byte[] sign(Map<String, Object> metadata, List<TufKey> keys) {
        byte[] canonical = CanonicalJson.write(metadata);
        List<Map<String, Object>> signatures = new ArrayList<>();
        for (TufKey key : keys) {
            Map<String, Object> signature = new LinkedHashMap<>();
            signature.put("keyid", key.id());
            signature.put("sig", HexFormat.of().formatHex(key.pair.sign(canonical)));
            signatures.add(signature);
        }
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("signatures", signatures);
        file.put("signed", metadata);
        return Json.prettyBytes(file, 1);
    }

    /** Returns what is signed of a file that this server has written. */
    static JsonObject signed(byte[] file, String where) {
        return JsonObject.parse(file, where).object("signed");
    }
}
