package dev.cooper.cli;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files of a repository of TUF, as {@code cooper initialize} reads them: one key signs all. */
record TufMirror(Path directory) {
    /** Writes the repository with these targets; returns its root. */
    Path write(Map<String, byte[]> targets) throws IOException {
        KeyPair key = KeyPair.generate(KeyAlgorithm.ED25519);
        byte[] der = key.publicKey().getEncoded();
        Map<String, Object> shown = new TreeMap<>();
        shown.put("keytype", "ed25519");
        shown.put("scheme", "ed25519");
        shown.put("keyval", Map.of("public", HexFormat.of().formatHex(der, 12, der.length)));
        String id = Digest.sha256(Json.write(shown)).hex();
        Map<String, Object> role = new TreeMap<>(Map.of("keyids", List.of(id), "threshold", 1L));
        Map<String, Object> roles = new TreeMap<>();
        for (String name : List.of("root", "snapshot", "targets", "timestamp")) {
            roles.put(name, role);
        }
        Map<String, Object> listed = new TreeMap<>();
        Files.createDirectories(directory.resolve("targets"));
        for (Map.Entry<String, byte[]> target : targets.entrySet()) {
            byte[] content = target.getValue();
            String name = Digest.sha256(content).hex() + "." + target.getKey();
            Files.write(directory.resolve("targets").resolve(name), content);
            listed.put(target.getKey(), described(content));
        }
        byte[] last = signed(key, id, "targets", Map.of("targets", listed));
        Files.write(directory.resolve("1.targets.json"), last);
        byte[] middle =
                signed(key, id, "snapshot", Map.of("meta", Map.of("targets.json", first(last))));
        Files.write(directory.resolve("1.snapshot.json"), middle);
        Files.write(
                directory.resolve("timestamp.json"),
                signed(
                        key,
                        id,
                        "timestamp",
                        Map.of("meta", Map.of("snapshot.json", first(middle)))));
        Map<String, Object> root = new TreeMap<>();
        root.put("consistent_snapshot", true);
        root.put("keys", Map.of(id, shown));
        root.put("roles", roles);
        return Files.write(directory.resolve("1.root.json"), signed(key, id, "root", root));
    }

    private static Map<String, Object> described(byte[] content) {
        Map<String, Object> info = new TreeMap<>();
        info.put("length", (long) content.length);
        info.put("hashes", Map.of("sha256", Digest.sha256(content).hex()));
        return info;
    }

    private static Map<String, Object> first(byte[] content) {
        Map<String, Object> info = described(content);
        info.put("version", 1L);
        return info;
    }

    private static byte[] signed(KeyPair key, String id, String type, Map<String, Object> more) {
        Map<String, Object> json = new TreeMap<>(more);
        json.put("_type", type);
        json.put("version", 1L);
        json.put("spec_version", "1.0.31");
        json.put("expires", "2100-01-01T00:00:00Z");
        String signature = HexFormat.of().formatHex(key.sign(Json.write(json)));
        Map<String, Object> file = new TreeMap<>();
        file.put("signed", json);
        file.put("signatures", List.of(Map.of("keyid", id, "sig", signature)));
        return Json.write(file);
    }
}
