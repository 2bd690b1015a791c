package dev.cooper.trust.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.Verifier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;

class SignedNoteTest {
    private static final Checkpoint TREE =
            new Checkpoint("log.example", 5, "ab".repeat(32), List.of("Timestamp: 1"));

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"ECDSA_P256", "ECDSA_P384", "ED25519", "RSA_2048"})
    void whatIsSignedIsReadAndVerified(KeyAlgorithm algorithm) throws IOException {
        KeyPair key = KeyPair.generate(algorithm);
        SignedNote note = SignedNote.sign(TREE.text(), "log.example", key);
        SignedNote read = SignedNote.parse(note.note());
        assertEquals(note, read);
        assertEquals(TREE, Checkpoint.parse(read.text()));
        Verifier verifier = Verifier.of(key.publicKey());
        assertTrue(read.isSignedBy("log.example", verifier));
        assertFalse(read.isSignedBy("log.exampl", verifier));
        Verifier other = Verifier.of(KeyPair.generate(algorithm).publicKey());
        assertFalse(read.isSignedBy("log.example", other));
        SignedNote changed =
                SignedNote.parse(note.note().replace("log.example\n5\n", "log.example\n6\n"));
        assertFalse(changed.isSignedBy("log.example", verifier));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\nname AAAAAAAA\n",
                "text\n\n\u2014 AAAAAAAA\n",
                "text\n\n\u2014 name AAAA\n",
                "text\n\n\u2014 name ????????\n"
            })
    void damagedNotesAreRefused(String note) {
        assertThrows(SyntaxException.class, () -> SignedNote.parse(note));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "origin\n5\n",
                "5\nq83vq83vq83vq83vq83vq83vq83vq83vq83vq83vq80=\n",
                "origin\n05\nq83vq83vq83vq83vq83vq83vq83vq83vq83vq83vq80=\n",
                "origin\n-5\nq83vq83vq83vq83vq83vq83vq83vq83vq83vq83vq80=\n",
                "origin\n5\nq83v\n",
                "origin\n5\n!\n"
            })
    void damagedCheckpointsAreRefused(String text) {
        assertThrows(SyntaxException.class, () -> Checkpoint.parse(text));
    }

    @Test
    void rekorsTreeNumberIsNoPartOfTheNameItSignsUnder() {
        String hash = "q83vq83vq83vq83vq83vq83vq83vq83vq83vq83vq80=";
        assertEquals(
                "rekor.example",
                Checkpoint.parse("rekor.example - 2605\n7\n" + hash + "\n").signer());
    }
}
