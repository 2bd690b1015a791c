package dev.cooper.trust.notary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a client believes of a server that is wrong, old or evil. */
class TrustUpdateTest {
    private static final String GUN = "shop";
    private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");

    @TempDir Path owner;
    @TempDir Path reader;

    private final MemoryTrustServer server = new MemoryTrustServer(NOW);

    @BeforeEach
    void publishFirstVersion() throws IOException {
        owner(NOW).initialize(Optional.empty(), true);
        owner(NOW).publish();
        sign("v1", "first");
    }

    private TrustRepository owner(Instant now) {
        TrustDirectory directory = new TrustDirectory(owner);
        KeyStore keys = directory.keys((role, gun, id, isNew) -> "long password of " + role);
        return new TrustRepository(GUN, directory, server, keys, Pinning.NONE, now);
    }

    private void sign(String name, String content) throws IOException {
        TrustRepository repository = owner(NOW);
        repository.changes().add(Change.add(Roles.TARGETS, name, meta(content)));
        repository.publish();
    }

    private static FileMeta meta(String content) {
        return FileMeta.of(content.getBytes(StandardCharsets.UTF_8));
    }

    private Collection read(Instant now) throws IOException {
        MetadataCache cache = new TrustDirectory(reader).metadata(GUN);
        return new TrustUpdate(GUN, server, cache, Pinning.NONE, now).run();
    }

    private String refused(Instant now) {
        return assertThrows(UntrustedException.class, () -> read(now)).check();
    }

    @Test
    void whatWasPublishedIsFound() throws IOException {
        assertEquals(meta("first"), read(NOW).released("v1").orElseThrow().meta());
        sign("v2", "second");
        assertEquals(
                List.of("v1", "v2"),
                read(NOW).list().stream().map(Collection.Signed::name).toList());
    }

    @Test
    void anOldTimestampIsRefusedOnceANewerWasSeen() throws IOException {
        Map<String, byte[]> old = new HashMap<>(server.files);
        sign("v2", "second");
        assertTrue(read(NOW).released("v2").isPresent());
        server.files.putAll(old);
        assertEquals("timestamp-rollback", refused(NOW));
    }

    @Test
    void aServerThatStandsStillIsRefusedWhenItsTimestampHasExpired() {
        assertEquals("timestamp-expired", refused(NOW.plus(Duration.ofDays(15))));
    }

    @Test
    void swappedTargetsAreRefused() throws IOException {
        byte[] before = server.newest.get(Roles.TARGETS);
        sign("v2", "second");
        byte[] after = server.newest.get(Roles.TARGETS);
        server.files.put(Roles.TARGETS + "." + FileMeta.of(after).hex(), before);
        assertEquals("targets-hash", refused(NOW));
    }

    @Test
    void filesOfTwoSnapshotsAreNotMixed() throws IOException {
        byte[] before = server.newest.get(Roles.SNAPSHOT);
        sign("v2", "second");
        byte[] after = server.newest.get(Roles.SNAPSHOT);
        server.files.put(Roles.SNAPSHOT + "." + FileMeta.of(after).hex(), before);
        assertEquals("snapshot-hash", refused(NOW));
    }

    @Test
    void metadataOfAnotherKeyIsRefused() throws IOException {
        read(NOW);
        SigningKey own = SigningKey.generate();
        SignedDocument document =
                SignedDocument.parse(server.newest.get(Roles.TIMESTAMP), "timestamp");
        String id = document.signatures().getFirst().keyId();
        server.files.put(Roles.TIMESTAMP, document.signed(Map.of(id, own)).toJson());
        assertEquals("timestamp-signature", refused(NOW));
        assertEquals(1, document.signatures().size());
        RoleSignature twice = document.signatures().getFirst();
        assertEquals(
                1,
                document.with(List.of(twice, twice))
                        .signers(
                                RoleKeys.of(id),
                                Root.parse(
                                                SignedDocument.parse(
                                                        server.newest.get(Roles.ROOT), "root"))
                                        .keys())
                        .size());
    }

    @Test
    void oneSignatureIsNotEnoughWhereTwoAreWanted() throws IOException {
        read(NOW);
        SignedDocument root = SignedDocument.parse(server.newest.get(Roles.ROOT), "root");
        Root parsed = Root.parse(root);
        TreeMap<String, RoleKeys> roles = new TreeMap<>(parsed.roles());
        TreeMap<String, TrustKey> keys = new TreeMap<>(parsed.keys());
        TrustKey second = SigningKey.generate().publicKey();
        keys.put(second.id(), second);
        String first = parsed.role(Roles.TIMESTAMP).keyIds().getFirst();
        roles.put(Roles.TIMESTAMP, new RoleKeys(List.of(first, second.id()), 2));
        Root strict = new Root(2, parsed.expires(), keys, roles);
        String rootId = parsed.role(Roles.ROOT).keyIds().getFirst();
        KeyStore store = new TrustDirectory(owner).keys((r, g, i, n) -> "long password of " + r);
        SigningKey rootKey = store.open(parsed.keys().get(rootId), Roles.ROOT).orElseThrow();
        byte[] file =
                SignedDocument.of(strict.toSigned(2, parsed.expires()), "root")
                        .signed(Map.of(rootId, rootKey))
                        .toJson();
        server.put(Roles.ROOT, file);
        server.files.remove(Roles.TIMESTAMP);
        sneakTimestamp(file);
        assertEquals("timestamp-signature", refused(NOW));
    }

    /** A timestamp and a snapshot that fit a root, signed by the server's one key. */
    private void sneakTimestamp(byte[] root) {
        Manifest old =
                Manifest.parse(
                        SignedDocument.parse(server.newest.get(Roles.SNAPSHOT), "snapshot"),
                        Roles.SNAPSHOT);
        TreeMap<String, FileMeta> files = new TreeMap<>(old.files());
        files.put(Roles.ROOT, FileMeta.of(root));
        Instant later = NOW.plus(Duration.ofDays(9));
        byte[] snapshot = signedByServer(Roles.SNAPSHOT, files, later);
        server.put(Roles.SNAPSHOT, snapshot);
        server.put(
                Roles.TIMESTAMP,
                signedByServer(
                        Roles.TIMESTAMP, Map.of(Roles.SNAPSHOT, FileMeta.of(snapshot)), later));
    }

    private byte[] signedByServer(String role, Map<String, FileMeta> files, Instant expires) {
        SigningKey key = server.keys.get(role);
        if (key == null) {
            throw new AssertionError(role);
        }
        return SignedDocument.of(Manifest.toSigned(role, files, 50, expires), role)
                .signed(Map.of(key.publicKey().id(), key))
                .toJson();
    }

    @Test
    void anotherRootIsRefusedOnceOneIsTrusted() throws IOException {
        read(NOW);
        server.delete();
        server.keys.clear();
        TrustDirectory evil = new TrustDirectory(owner.resolve("evil"));
        KeyStore keys = evil.keys((role, gun, id, isNew) -> "some password");
        TrustRepository other = new TrustRepository(GUN, evil, server, keys, Pinning.NONE, NOW);
        other.initialize(Optional.empty(), true);
        other.publish();
        assertEquals("timestamp-signature", refused(NOW));
    }

    @Test
    void aRootThatTheOldOneHasSignedIsFollowedAndAnOlderOneIsNot() throws IOException {
        read(NOW);
        byte[] first = server.newest.get(Roles.ROOT);
        owner(NOW).rotate(Roles.ROOT, false, List.of());
        owner(NOW).rotate(Roles.TIMESTAMP, true, List.of());
        owner(NOW).rotate(Roles.TARGETS, false, List.of());
        assertEquals(4, read(NOW).root().content().version());
        server.files.put(Roles.ROOT, first);
        server.files.remove(Roles.TIMESTAMP);
        server.put(Roles.TIMESTAMP, server.newest.get(Roles.SNAPSHOT));
        assertEquals("root-rollback", refused(NOW));
    }

    @Test
    void theFirstRootMustBeForThatRepository() {
        MetadataCache cache = new TrustDirectory(reader).metadata("other");
        TrustUpdate update = new TrustUpdate("other", server, cache, Pinning.NONE, NOW);
        assertEquals(
                "root-certificate", assertThrows(UntrustedException.class, update::run).check());
    }

    @Test
    void pinnedKeysAndForbiddenFirstUseAreObeyed() throws IOException {
        MetadataCache cache = new TrustDirectory(reader).metadata(GUN);
        Pinning none = new Pinning(Map.of(), Map.of(), false);
        Pinning wrong = new Pinning(Map.of("sh*", List.of("ab")), Map.of(), false);
        String id = read(NOW).root().content().role(Roles.ROOT).keyIds().getFirst();
        Pinning right = new Pinning(Map.of(GUN, List.of(id)), Map.of(), false);
        assertEquals(
                4,
                new TrustUpdate(GUN, server, cache, right, NOW)
                        .run()
                        .root()
                        .content()
                        .keys()
                        .size());
        assertEquals(
                "root-pinned",
                assertThrows(
                                UntrustedException.class,
                                () -> new TrustUpdate(GUN, server, cache, wrong, NOW).run())
                        .check());
        MetadataCache empty = new TrustDirectory(reader.resolve("empty")).metadata(GUN);
        assertEquals(
                "root-first-use",
                assertThrows(
                                UntrustedException.class,
                                () -> new TrustUpdate(GUN, server, empty, none, NOW).run())
                        .check());
    }

    @Test
    void aRoleBelowTargetsSignsOnlyWhatItMay() throws IOException {
        TrustRepository repository = owner(NOW);
        KeyStore keys = new TrustDirectory(owner).keys((r, g, i, n) -> "long password of " + r);
        SigningKey alice = SigningKey.generate();
        keys.add(alice, "targets/alice", "");
        repository
                .changes()
                .add(Change.delegate("targets/alice", List.of(alice.publicKey()), List.of("a/")));
        repository.publish();
        repository.changes().add(Change.add("targets/alice", "a/1", meta("one")));
        repository.publish();
        assertEquals("targets/alice", read(NOW).find("a/1").orElseThrow().role());
        assertTrue(read(NOW).released("a/1").isEmpty());
        repository.changes().add(Change.add("targets/alice", "b/1", meta("one")));
        assertThrows(IllegalArgumentException.class, repository::publish);
        repository.changes().clear();
        repository.changes().add(Change.dismiss("targets/alice"));
        repository.publish();
        assertTrue(read(NOW).find("a/1").isEmpty());
    }

    @Test
    void aServerTakesNoUpdateThatIsOldOrNotSigned() throws IOException {
        byte[] targets = server.newest.get(Roles.TARGETS);
        sign("v2", "second");
        assertTrue(
                assertThrows(
                                IOException.class,
                                () -> server.publish(Map.of(Roles.TARGETS, targets)))
                        .getMessage()
                        .startsWith("ErrBadTargets"));
        SignedDocument unsigned =
                SignedDocument.parse(server.newest.get(Roles.TARGETS), "targets").with(List.of());
        assertThrows(
                IOException.class, () -> server.publish(Map.of(Roles.TARGETS, unsigned.toJson())));
        assertThrows(IOException.class, () -> server.publish(Map.of("targets/nobody", targets)));
        assertTrue(read(NOW).released("v2").isPresent());
    }

    @Test
    void damagedMetadataIsASentence() {
        server.files.put(Roles.TIMESTAMP, "{\"signed\":3}".getBytes(StandardCharsets.UTF_8));
        assertEquals("metadata-form", refused(NOW));
        server.files.clear();
        assertThrows(NoTrustDataException.class, () -> read(NOW));
    }
}
