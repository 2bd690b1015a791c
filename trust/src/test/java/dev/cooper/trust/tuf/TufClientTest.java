package dev.cooper.trust.tuf;

import static dev.cooper.trust.tuf.TestRepository.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Json;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class TufClientTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    private final TestRepository repository = new TestRepository();
    private final TestRepository.Memory kept = new TestRepository.Memory();

    @BeforeEach
    void begin() throws IOException {
        TufClient.trust(repository.publishRoot(), "root.json", kept);
        repository.targets.put("trusted_root.json", bytes("one"));
        repository.delegated.put("ours/keys.json", bytes("keys"));
        repository.publish();
    }

    private TufClient client() {
        return new TufClient(repository, kept, NOW);
    }

    private byte[] get(String name) throws IOException {
        TufClient client = client();
        client.refresh();
        return client.target(name).orElseThrow();
    }

    private void refused(String why) {
        Map<String, byte[]> before = new HashMap<>(kept.files);
        IOException e = assertThrows(IOException.class, () -> get("trusted_root.json"));
        assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
        before.keySet().retainAll(List.of("targets", "targets/trusted_root.json"));
        before.forEach((name, content) -> assertArrayEquals(content, kept.files.get(name)));
    }

    @Test
    void targetsComeFromTheTopAndFromWhomItNames() throws IOException {
        assertArrayEquals(bytes("one"), get("trusted_root.json"));
        assertArrayEquals(bytes("keys"), get("ours/keys.json"));
        TufClient client = client();
        client.refresh();
        assertTrue(client.target("ours/deeper/keys.json").isEmpty());
        assertTrue(client.target("other.json").isEmpty());
    }

    @Test
    void whatIsKeptIsNotFetchedAgain() throws IOException {
        get("trusted_root.json");
        repository.asked.clear();
        get("trusted_root.json");
        assertEquals(List.of("2.root.json", "timestamp.json"), repository.asked);
    }

    @Test
    void whatIsKeptHoldsOfflineUntilItRunsOut() throws IOException {
        repository.timestampExpires = "2026-11-23T00:00:00Z";
        repository.publish();
        get("trusted_root.json");
        TufClient offline = TufClient.offline(kept, NOW);
        offline.refresh();
        assertArrayEquals(bytes("one"), offline.target("trusted_root.json").orElseThrow());
        TufClient late = TufClient.offline(kept, Instant.parse("2026-11-23T00:00:00Z"));
        IOException e = assertThrows(IOException.class, late::refresh);
        assertTrue(String.valueOf(e.getMessage()).contains("expired at 2026-11-23"));
    }

    @Test
    void whatWasChangedOnDiskIsNotBelieved() throws IOException {
        get("trusted_root.json");
        kept.files.put("targets/trusted_root.json", bytes("two"));
        TufClient offline = TufClient.offline(kept, NOW);
        offline.refresh();
        assertThrows(IOException.class, () -> offline.target("trusted_root.json"));
        assertArrayEquals(bytes("one"), get("trusted_root.json"));
    }

    @Test
    void rootsAreFollowedOneByOne() throws IOException {
        KeyPair[] old = repository.rootKeys.toArray(KeyPair[]::new);
        repository.rootKeys = List.of(KeyPair.generate(KeyAlgorithm.ECDSA_P256));
        repository.publishRoot(old);
        repository.publishRoot();
        assertArrayEquals(bytes("one"), get("trusted_root.json"));
        assertArrayEquals(repository.files.get("3.root.json"), kept.files.get("root"));
    }

    @Test
    void rootsThatTheOneBeforeDoesNotSignAreRefused() {
        repository.rootKeys = List.of(KeyPair.generate(KeyAlgorithm.ECDSA_P256));
        repository.publishRoot();
        refused("2.root.json: signed by 0 of the keys that the root before it wants, must be 2");
    }

    @Test
    void rootsOfAnotherVersionAreRefused() {
        repository.files.put(
                "2.root.json", TestRepository.signed(repository.rootOf(3, 2), repository.rootKeys));
        refused("2.root.json: version is 3, want 2");
    }

    @Test
    void rootsThatRanOutAreRefused() {
        Map<String, Object> root = repository.rootOf(2, 2);
        root.put("expires", "2026-11-21T00:00:00Z");
        repository.files.put("2.root.json", TestRepository.signed(root, repository.rootKeys));
        refused("2.root.json: expired at 2026-11-21");
    }

    @Test
    void oneKeyUnderTwoNamesIsOneKey() {
        KeyPair key = repository.rootKeys.getFirst();
        Map<String, Object> root = new LinkedHashMap<>(repository.rootOf(2, 2));
        root.put(
                "keys",
                Map.of(
                        "a", TestRepository.key(key),
                        "b", TestRepository.key(key)));
        Map<String, Object> role = Map.of("keyids", List.of("a", "b"), "threshold", 2L);
        root.put(
                "roles",
                Map.of("root", role, "timestamp", role, "snapshot", role, "targets", role));
        String sig = HexFormat.of().formatHex(key.sign(CanonicalJson.write(root)));
        Map<String, Object> file = new LinkedHashMap<>();
        file.put(
                "signatures",
                List.of(Map.of("keyid", "a", "sig", sig), Map.of("keyid", "b", "sig", sig)));
        file.put("signed", root);
        repository.files.put("2.root.json", Json.write(file));
        refused("2.root.json: signed by 1 of the keys that itself wants, must be 2");
    }

    @Test
    void olderTimestampsAreRefused() throws IOException {
        byte[] old = repository.files.get("timestamp.json");
        repository.publish();
        get("trusted_root.json");
        repository.files.put("timestamp.json", old);
        refused("timestamp.json: version 1 is older than version 2, which was seen before");
    }

    @Test
    void newTimestampsOfOlderSnapshotsAreRefused() throws IOException {
        byte[] old = repository.files.get("1.snapshot.json");
        repository.publish();
        get("trusted_root.json");
        Map<String, Object> info = repository.info(old);
        info.put("version", 1L);
        repository.publishTimestamp(3, info);
        refused("snapshot.json: version 1 is older than version 2");
    }

    @Test
    void snapshotsWithOlderOrLostMetadataAreRefused() throws IOException {
        byte[] old = repository.files.get("1.targets.json");
        repository.publish();
        get("trusted_root.json");
        Map<String, Object> info = repository.info(old);
        info.put("version", 1L);
        repository.version++;
        repository.publishSnapshot(Map.of("targets.json", info, "ours.json", info));
        refused(".json: version 1 is older than version 2");
        repository.version++;
        repository.publishSnapshot(Map.of("targets.json", repository.info(old)));
        refused("4.snapshot.json: ours.json is lost");
    }

    @Test
    void mirrorsThatKeepBackWhatIsNewerAreRefused() {
        repository.timestampExpires = "2026-11-22T00:00:00Z";
        repository.publish();
        refused("timestamp.json: expired at 2026-11-22");
        repository.timestampExpires = TestRepository.EXPIRES;
        repository.snapshotExpires = "2026-11-22T00:00:00Z";
        repository.publish();
        refused("3.snapshot.json: expired at 2026-11-22");
    }

    @Test
    void metadataOfDifferentVersionsIsNotMixed() {
        repository.publish();
        repository.files.put("2.snapshot.json", repository.files.get("1.snapshot.json"));
        refused("2.snapshot.json: it has not the length and the hashes that were signed for it");
        repository.publish();
        repository.files.put("3.targets.json", repository.files.get("2.targets.json"));
        refused("3.targets.json: it has not the length and the hashes");
    }

    @Test
    void withoutHashesVersionsMustStillBeThoseThatWereSigned() {
        repository.publish();
        repository.files.put("2.snapshot.json", repository.files.get("1.snapshot.json"));
        repository.publishTimestamp(2, Map.of("version", 2L));
        refused("2.snapshot.json: version is 1, but version 2 was signed for it");
    }

    @Test
    void otherTargetsUnderTheNameAreRefused() {
        repository.files.replaceAll(
                (name, content) -> name.startsWith("targets/") ? bytes("two") : content);
        refused("it has not the length and the hashes");
    }

    @Test
    void whoIsNamedMustHaveSigned() {
        repository.delegate = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        byte[] top = repository.files.get("1.targets.json");
        repository.publish();
        Map<String, Object> old = repository.info(top);
        old.put("version", 1L);
        repository.version++;
        byte[] ours = repository.files.get("2.ours.json");
        repository.files.put("2.targets.json", top);
        Map<String, Object> info = repository.info(ours);
        info.put("version", 2L);
        repository.publishSnapshot(Map.of("targets.json", old, "ours.json", info));
        IOException e = assertThrows(IOException.class, () -> get("ours/keys.json"));
        assertEquals(
                "2.ours.json: signed by 0 of the keys that the role that names it wants, must be 1",
                e.getMessage());
    }

    @Test
    void endlessFilesAreRefused() {
        repository.files.put("timestamp.json", new byte[20_000]);
        refused("timestamp.json: longer than 16384 bytes");
    }

    @Test
    void membersThatStandTwiceAreRefused() {
        String text = new String(repository.files.get("timestamp.json"), StandardCharsets.UTF_8);
        repository.files.put(
                "timestamp.json", bytes(text.replace("\"signed\":", "\"signed\": 1, \"signed\":")));
        refused("timestamp.json");
    }

    @Test
    void lostKeysThatSignedTooHighAVersionCanBeReplaced() throws IOException {
        repository.version = 1_000_000;
        repository.publish();
        get("trusted_root.json");
        repository.version = 1;
        repository.online = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        repository.publishRoot();
        repository.publish();
        assertArrayEquals(bytes("one"), get("trusted_root.json"));
    }

    @Test
    void rootsThatDoNotSignThemselvesAreNotBegunWith() {
        byte[] alone =
                TestRepository.signed(
                        repository.rootOf(1, 2), List.of(repository.rootKeys.getFirst()));
        assertThrows(
                RefusedMetadataException.class,
                () -> TufClient.trust(alone, "root.json", new TestRepository.Memory()));
        assertFalse(kept.files.isEmpty());
    }
}
