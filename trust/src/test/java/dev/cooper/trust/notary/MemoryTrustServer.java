package dev.cooper.trust.notary;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A server that keeps everything in memory, and can be made to lie. */
final class MemoryTrustServer implements TrustServer {
    final Map<String, byte[]> files = new HashMap<>();
    final SortedMap<String, byte[]> newest = new TreeMap<>();
    final Map<String, SigningKey> keys = new HashMap<>();
    Instant now;

    MemoryTrustServer(Instant now) {
        this.now = now;
    }

    @Override
    public String address() {
        return "memory";
    }

    @Override
    public Optional<byte[]> get(String name, int most) {
        return Optional.ofNullable(files.get(name));
    }

    @Override
    public void publish(Map<String, byte[]> update) throws IOException {
        try {
            UpdateRules rules =
                    new UpdateRules(
                            "shop",
                            newest,
                            role -> Optional.ofNullable(keys.get(role)).stream().toList(),
                            now);
            rules.accept(update).forEach(this::put);
        } catch (RefusedUpdateException e) {
            throw new IOException(e.part() + ": " + e.text(), e);
        }
    }

    void put(String role, byte[] file) {
        newest.put(role, file);
        files.put(role, file);
        files.put(role + "." + FileMeta.of(file).hex(), file);
        files.put(SignedDocument.parse(file, role).version() + "." + role, file);
    }

    @Override
    public TrustKey key(String role) {
        return keys.computeIfAbsent(role, any -> SigningKey.generate()).publicKey();
    }

    @Override
    public TrustKey rotate(String role) {
        keys.put(role, SigningKey.generate());
        return key(role);
    }

    @Override
    public void delete() {
        files.clear();
        newest.clear();
    }
}
