package dev.cooper.trust.tuf;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.PublicKeys;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A repository that signs whatever a test wants. */
final class TestRepository implements Mirror {
    static final String EXPIRES = "2030-01-01T00:00:00Z";

    final Map<String, byte[]> files = new TreeMap<>();
    final List<String> asked = new ArrayList<>();
    List<KeyPair> rootKeys =
            List.of(
                    KeyPair.generate(KeyAlgorithm.ECDSA_P256),
                    KeyPair.generate(KeyAlgorithm.ED25519));

    /** Signs with the same length every time, so that files of one form are of one length. */
    KeyPair online = KeyPair.generate(KeyAlgorithm.ED25519);

    KeyPair targetsKey = KeyPair.generate(KeyAlgorithm.ED25519);
    KeyPair delegate = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
    final Map<String, byte[]> targets = new TreeMap<>();
    final Map<String, byte[]> delegated = new TreeMap<>();
    String timestampExpires = EXPIRES;
    String snapshotExpires = EXPIRES;
    boolean terminating;
    long root;
    long version;

    @Override
    public Optional<byte[]> get(String path, int most) throws RefusedMetadataException {
        asked.add(path);
        byte[] content = files.get(path);
        if (content != null && content.length > most) {
            throw new RefusedMetadataException(path + ": longer than " + most + " bytes");
        }
        return Optional.ofNullable(content);
    }

    /** Publishes a root, signed by its keys and those given. */
    byte[] publishRoot(KeyPair... more) {
        root++;
        List<KeyPair> signers = new ArrayList<>(rootKeys);
        signers.addAll(Arrays.asList(more));
        byte[] content = signed(rootOf(root, rootKeys.size()), signers);
        files.put(root + ".root.json", content);
        return content;
    }

    Map<String, Object> rootOf(long number, int threshold) {
        Map<String, Object> keys = new LinkedHashMap<>();
        rootKeys.forEach(key -> keys.put(id(key), key(key)));
        keys.put(id(online), key(online));
        keys.put(id(targetsKey), key(targetsKey));
        Map<String, Object> json = head("root", number, EXPIRES);
        json.put("consistent_snapshot", true);
        json.put("keys", keys);
        json.put(
                "roles",
                Map.of(
                        "root", role(rootKeys, threshold),
                        "timestamp", role(List.of(online), 1),
                        "snapshot", role(List.of(online), 1),
                        "targets", role(List.of(targetsKey), 1)));
        return json;
    }

    /** Publishes all else anew. */
    void publish() {
        version++;
        byte[] ours = delegatedMetadata();
        byte[] top = targetsMetadata();
        files.put(version + ".targets.json", top);
        files.put(version + ".ours.json", ours);
        put(targets);
        put(delegated);
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("targets.json", info(top));
        meta.put("ours.json", info(ours));
        publishSnapshot(meta);
    }

    void publishSnapshot(Map<String, Object> meta) {
        Map<String, Object> json = head("snapshot", version, snapshotExpires);
        json.put("meta", meta);
        byte[] snapshot = signed(json, List.of(online));
        files.put(version + ".snapshot.json", snapshot);
        publishTimestamp(version, info(snapshot));
    }

    void publishTimestamp(long number, Map<String, Object> snapshot) {
        Map<String, Object> json = head("timestamp", number, timestampExpires);
        json.put("meta", Map.of("snapshot.json", snapshot));
        files.put("timestamp.json", signed(json, List.of(online)));
    }

    Map<String, Object> info(byte[] content) {
        Map<String, Object> info = targetInfo(content);
        info.put("version", version);
        return info;
    }

    private byte[] targetsMetadata() {
        Map<String, Object> json = head("targets", version, EXPIRES);
        json.put("targets", infos(targets));
        Map<String, Object> role = new LinkedHashMap<>(role(List.of(delegate), 1));
        role.put("name", "ours");
        role.put("paths", List.of("ours/*"));
        role.put("terminating", terminating);
        json.put(
                "delegations",
                Map.of("keys", Map.of(id(delegate), key(delegate)), "roles", List.of(role)));
        return signed(json, List.of(targetsKey));
    }

    private byte[] delegatedMetadata() {
        Map<String, Object> json = head("targets", version, EXPIRES);
        json.put("targets", infos(delegated));
        return signed(json, List.of(delegate));
    }

    private static Map<String, Object> infos(Map<String, byte[]> all) {
        Map<String, Object> infos = new LinkedHashMap<>();
        all.forEach((name, content) -> infos.put(name, targetInfo(content)));
        return infos;
    }

    private static Map<String, Object> targetInfo(byte[] content) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("length", (long) content.length);
        info.put("hashes", Map.of("sha256", Digest.sha256(content).hex()));
        return info;
    }

    private void put(Map<String, byte[]> all) {
        all.forEach((name, content) -> {
            int slash = name.lastIndexOf('/') + 1;
            files.put(
                    "targets/"
                            + name.substring(0, slash)
                            + Digest.sha256(content).hex()
                            + "."
                            + name.substring(slash),
                    content);
        });
    }

    static Map<String, Object> head(String type, long version, String expires) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("_type", type);
        json.put("spec_version", "1.0.31");
        json.put("version", version);
        json.put("expires", expires);
        return json;
    }

    static Map<String, Object> role(List<KeyPair> keys, int threshold) {
        return Map.of(
                "keyids",
                keys.stream().map(TestRepository::id).toList(),
                "threshold",
                (long) threshold);
    }

    static Map<String, Object> key(KeyPair key) {
        byte[] der = key.publicKey().getEncoded();
        boolean edwards = key.algorithm() == KeyAlgorithm.ED25519;
        String text =
                edwards
                        ? HexFormat.of().formatHex(der, der.length - 32, der.length)
                        : PublicKeys.pem(key.publicKey());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("keytype", edwards ? "ed25519" : "ecdsa");
        json.put("scheme", edwards ? "ed25519" : "ecdsa-sha2-nistp256");
        json.put("keyval", Map.of("public", text));
        return json;
    }

    static String id(KeyPair key) {
        return Digest.sha256(CanonicalJson.write(key(key))).hex();
    }

    static byte[] signed(Map<String, Object> json, List<KeyPair> keys) {
        byte[] canonical = CanonicalJson.write(json);
        List<Map<String, Object>> signatures = new ArrayList<>();
        for (KeyPair key : keys) {
            signatures.add(
                    Map.of("keyid", id(key), "sig", HexFormat.of().formatHex(key.sign(canonical))));
        }
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("signatures", signatures);
        file.put("signed", json);
        return Json.prettyBytes(file, 1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Keeps everything in memory. */
    static final class Memory implements Kept {
        final Map<String, byte[]> files = new HashMap<>();

        @Override
        public Optional<byte[]> metadata(String role) {
            return Optional.ofNullable(files.get(role));
        }

        @Override
        public void keepMetadata(String role, byte[] content) {
            files.put(role, content);
        }

        @Override
        public void forgetMetadata(String role) {
            files.remove(role);
        }

        @Override
        public Optional<byte[]> target(String name) {
            return metadata("targets/" + name);
        }

        @Override
        public void keepTarget(String name, byte[] content) {
            keepMetadata("targets/" + name, content);
        }
    }
}
