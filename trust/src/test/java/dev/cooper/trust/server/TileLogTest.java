package dev.cooper.trust.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.log.Checkpoint;
import dev.cooper.trust.log.InclusionProof;
import dev.cooper.trust.log.LogEntry;
import dev.cooper.trust.log.Merkle;
import dev.cooper.trust.log.SignedNote;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A log as Rekor 2 has it: what it takes, and that all of it can be read in tiles. */
class TileLogTest {
    private static final String NAME = "log.example";

    @TempDir private Path home;

    private static ProposedTileEntry proposed(KeyPair key, String details, String text) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        byte[] digest =
                HexFormat.of()
                        .parseHex(
                                (details.endsWith("ED25519_PH")
                                                ? Digest.of(
                                                        Digest.Algorithm.SHA512,
                                                        Digest.Algorithm.SHA512
                                                                .newMessageDigest()
                                                                .digest(message))
                                                : Digest.sha256(message))
                                        .hex());
        return ProposedTileEntry.parse(
                JsonObject.of(
                        Map.of(
                                "hashedRekordRequestV002",
                                Map.of(
                                        "digest",
                                        text64(digest),
                                        "signature",
                                        Map.of(
                                                "content",
                                                text64(key.sign(message)),
                                                "verifier",
                                                verifier(key, details)))),
                        "request"));
    }

    private static Map<String, Object> verifier(KeyPair key, String details) {
        return Map.of(
                "publicKey",
                Map.of("rawBytes", text64(key.publicKey().getEncoded())),
                "keyDetails",
                details);
    }

    private static String text64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void everyEntryIsProvedAndTilesLeadToTheCheckpoint()
            throws IOException, InterruptedException, ExecutionException {
        KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        int count = 300;
        try (ServerDirectory directory = ServerDirectory.open(home, new byte[0]);
                TileLog log = new TileLog(directory, NAME);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LogEntry>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String text = "message " + i;
                all.add(
                        threads.submit(
                                () -> log.enter(proposed(key, "PKIX_ECDSA_P256_SHA_256", text))));
            }
            for (Future<LogEntry> one : all) {
                assertProved(log, one.get());
            }
            assertEquals(count, log.size());
            assertEquals(root(log, count), tree(log).root());
            assertTrue(log.hashes(0, 1, 45).isEmpty());
            assertTrue(log.hashes(2, 0, 1).isEmpty());
            assertEquals(1, log.hashes(1, 0, 1).orElseThrow().length / 32);
            assertEquals(text64(all.get(7).get().content()), text64(entry(log, all.get(7).get())));
        }
    }

    private static Checkpoint tree(TileLog log) throws IOException {
        SignedNote note = SignedNote.parse(log.checkpoint());
        assertTrue(note.isSignedBy(NAME, Verifier.of(log.key().publicKey())));
        return Checkpoint.parse(note.text());
    }

    private static void assertProved(TileLog log, LogEntry entry) {
        InclusionProof proof = entry.proof().orElseThrow();
        byte[] root =
                Merkle.root(
                                Merkle.leaf(entry.content()),
                                proof.index(),
                                proof.size(),
                                proof.hashes())
                        .orElseThrow();
        SignedNote note = SignedNote.parse(proof.checkpoint());
        assertTrue(note.isSignedBy(NAME, Verifier.of(log.key().publicKey())));
        assertEquals(HexFormat.of().formatHex(root), Checkpoint.parse(note.text()).root());
    }

    /** One whole tile and a part of the next. */
    private static String root(TileLog log, int count) {
        byte[] whole = log.hashes(0, 0, TileLog.WIDTH).orElseThrow();
        byte[] part = log.hashes(0, 1, count - TileLog.WIDTH).orElseThrow();
        return HexFormat.of().formatHex(Merkle.node(above(whole), above(part)));
    }

    private static byte[] above(byte[] tile) {
        if (tile.length == 32) {
            return tile;
        }
        int left = Integer.highestOneBit(tile.length / 32 - 1) * 32;
        return Merkle.node(
                above(Arrays.copyOf(tile, left)),
                above(Arrays.copyOfRange(tile, left, tile.length)));
    }

    private static byte[] entry(TileLog log, LogEntry entry) throws IOException {
        int at = (int) (entry.index() % TileLog.WIDTH);
        ByteBuffer tile =
                ByteBuffer.wrap(log.entries(entry.index() / TileLog.WIDTH, at + 1).orElseThrow());
        byte[] content = {};
        while (tile.hasRemaining()) {
            content = new byte[Short.toUnsignedInt(tile.getShort())];
            tile.get(content);
        }
        return content;
    }

    @Test
    void whatIsProposedTwiceIsEnteredOnceAndIsThereAfterTheNextStart() throws IOException {
        KeyPair key = KeyPair.generate(KeyAlgorithm.RSA_2048);
        ProposedTileEntry one = proposed(key, "PKIX_RSA_PKCS1V15_2048_SHA256", "a");
        String id;
        try (ServerDirectory directory = ServerDirectory.open(home, new byte[0]);
                TileLog log = new TileLog(directory, NAME)) {
            assertEquals(0, log.enter(one).index());
            assertEquals(0, log.enter(one).index());
            id = log.id();
        }
        try (ServerDirectory directory = ServerDirectory.open(home, new byte[0]);
                TileLog log = new TileLog(directory, NAME)) {
            LogEntry again = log.enter(one);
            assertEquals(id, again.logId());
            assertArrayEquals(one.body(), again.content());
            assertEquals(1, log.size());
        }
    }

    @Test
    void onlySignaturesThatHoldAreEntered() {
        KeyPair key = KeyPair.generate(KeyAlgorithm.ED25519);
        KeyPair hashing = key.signing(KeyAlgorithm.ED25519_PH);
        assertEquals("hashedrekord", proposed(hashing, "PKIX_ED25519_PH", "a").kind());
        assertThrows(RefusedException.class, () -> proposed(key, "PKIX_ED25519_PH", "a"));
        assertThrows(SyntaxException.class, () -> proposed(key, "PKIX_ED25519", "a"));
        assertThrows(
                SyntaxException.class, () -> proposed(hashing, "PKIX_ECDSA_P256_SHA_256", "a"));
        KeyPair p384 = KeyPair.generate(KeyAlgorithm.ECDSA_P384);
        assertThrows(RefusedException.class, () -> proposed(p384, "PKIX_ECDSA_P384_SHA_384", "a"));
    }

    @Test
    void envelopesAreVerifiedByTheirVerifiers() throws IOException {
        KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        KeyPair other = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        Dsse envelope = Dsse.sign("text/plain", new byte[] {1}, key);
        assertEquals("dsse", envelope(envelope, key).kind());
        assertThrows(RefusedException.class, () -> envelope(envelope, other));
    }

    private static ProposedTileEntry envelope(Dsse envelope, KeyPair key) {
        return ProposedTileEntry.parse(
                JsonObject.of(
                        Map.of(
                                "dsseRequestV002",
                                Map.of(
                                        "envelope",
                                        envelope.toMap(),
                                        "verifiers",
                                        List.of(verifier(key, "PKIX_ECDSA_P256_SHA_256")))),
                        "request"));
    }

    @Test
    void tilesHaveOneNameEach() {
        assertEquals(new TilePath(0, 256), TilePath.parse("000"));
        assertEquals(new TilePath(1234067, 7), TilePath.parse("x001/x234/067.p/7"));
        for (String wrong :
                List.of(
                        "",
                        "1",
                        "0000",
                        "x000/001",
                        "001/002",
                        "x001",
                        "000.p/",
                        "000.p/0",
                        "000.p/256",
                        "000.p/07",
                        "..",
                        "x001/0 2")) {
            assertThrows(RefusedException.class, () -> TilePath.parse(wrong), wrong);
        }
        assertFalse(TilePath.parse("999").count() == 0);
    }
}
