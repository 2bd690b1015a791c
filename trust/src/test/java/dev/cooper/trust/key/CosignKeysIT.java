package dev.cooper.trust.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Key files beside the real cosign, in both directions. */
class CosignKeysIT {
    private static byte[] password() {
        return "hello".getBytes(StandardCharsets.UTF_8);
    }

    private static Processes.Result cosign(Path directory, String... words)
            throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>();
        command.add(Peers.requireNewer("cosign").toString());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("COSIGN_PASSWORD", "hello");
        builder.environment().put("HOME", directory.toString());
        return Processes.run(builder, new byte[0], Duration.ofMinutes(2)).ok();
    }

    @Test
    void readsWhatCosignGenerates() throws IOException, InterruptedException {
        try (ScratchDirectory scratch = ScratchDirectory.create("cosign")) {
            cosign(scratch.path(), "generate-key-pair");
            byte[] file = Files.readAllBytes(scratch.resolve("cosign.key"));
            KeyPair pair = KeyPair.parse(file, "cosign.key", CosignKeysIT::password);
            assertEquals(
                    Files.readString(scratch.resolve("cosign.pub")),
                    PublicKeys.pem(pair.publicKey()));
        }
    }

    @Test
    void cosignReadsWhatIsGeneratedHere() throws IOException, InterruptedException {
        try (ScratchDirectory scratch = ScratchDirectory.create("cosign")) {
            for (KeyAlgorithm algorithm :
                    List.of(
                            KeyAlgorithm.ECDSA_P256,
                            KeyAlgorithm.ECDSA_P384,
                            KeyAlgorithm.ECDSA_P521,
                            KeyAlgorithm.RSA_2048,
                            KeyAlgorithm.ED25519)) {
                KeyPair pair = KeyPair.generate(algorithm);
                Files.writeString(scratch.resolve("our.key"), pair.sealed(password()));
                String said = cosign(scratch.path(), "public-key", "--key", "our.key").out();
                assertEquals(PublicKeys.pem(pair.publicKey()), said, algorithm.id());
            }
        }
    }
}
