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

/** A repository of TUF in a directory, with one key for all and one target. */
final class TufFiles {
    private static final String EXPIRES = "2100-01-01T00:00:00Z";

    private final Path directory;
    private final KeyPair key = KeyPair.generate(KeyAlgorithm.ED25519);
    private final Map<String, Object> shown = new TreeMap<>();
    private final String id;

    TufFiles(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        byte[] der = key.publicKey().getEncoded();
        shown.put("keytype", "ed25519");
        shown.put("keyval", Map.of("public", HexFormat.of().formatHex(der, 12, der.length)));
        shown.put("scheme", "ed25519");
        id = Digest.sha256(Json.write(shown)).hex();
    }

    Path root() throws IOException {
        Map<String, Object> role = new TreeMap<>();
        role.put("keyids", List.of(id));
        role.put("threshold", 1L);
        Map<String, Object> roles = new TreeMap<>();
        for (String name : List.of("root", "snapshot", "targets", "timestamp")) {
            roles.put(name, role);
        }
        Map<String, Object> root = head("root", 1);
        root.put("consistent_snapshot", true);
        root.put("keys", Map.of(id, shown));
        root.put("roles", roles);
        return write("1.root.json", signed(root));
    }

    /** Publishes a version of the only target. */
    void publish(long version, String target, byte[] content) throws IOException {
        Files.createDirectories(directory.resolve("targets"));
        write("targets/" + Digest.sha256(content).hex() + "." + target, content);
        Map<String, Object> targets = head("targets", version);
        targets.put("targets", Map.of(target, info(content)));
        byte[] top = signed(targets);
        write(version + ".targets.json", top);
        Map<String, Object> snapshot = head("snapshot", version);
        snapshot.put("meta", Map.of("targets.json", versioned(top, version)));
        byte[] middle = signed(snapshot);
        write(version + ".snapshot.json", middle);
        Map<String, Object> timestamp = head("timestamp", version);
        timestamp.put("meta", Map.of("snapshot.json", versioned(middle, version)));
        write("timestamp.json", signed(timestamp));
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content);
    }

    private static Map<String, Object> head(String type, long version) {
        Map<String, Object> json = new TreeMap<>();
        json.put("_type", type);
        json.put("expires", EXPIRES);
        json.put("spec_version", "1.0.31");
        json.put("version", version);
        return json;
    }

    private static Map<String, Object> info(byte[] content) {
        Map<String, Object> info = new TreeMap<>();
        info.put("hashes", Map.of("sha256", Digest.sha256(content).hex()));
        info.put("length", (long) content.length);
        return info;
    }

    private static Map<String, Object> versioned(byte[] content, long version) {
        Map<String, Object> info = info(content);
        info.put("version", version);
        return info;
    }

    private byte[] signed(Map<String, Object> json) {
        String signature = HexFormat.of().formatHex(key.sign(Json.write(json)));
        Map<String, Object> file = new TreeMap<>();
        file.put("signatures", List.of(Map.of("keyid", id, "sig", signature)));
        file.put("signed", json);
        return Json.write(file);
    }
}
