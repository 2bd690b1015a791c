package dev.cooper.trust.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keys and signatures beside openssl. */
class OpensslIT {
    private static final KeyPair.Password NOBODY =
            () -> {
                throw new AssertionError("nobody may be asked");
            };

    /** Kinds of keys that openssl makes, in each form that it writes. */
    private static final List<List<String>> MADE =
            List.of(
                    List.of("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
                    List.of("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"),
                    List.of("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"),
                    List.of("genpkey", "-algorithm", "ED25519"),
                    List.of("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"),
                    List.of("genrsa", "-traditional", "2048"),
                    List.of("ecparam", "-name", "prime256v1", "-genkey", "-noout"),
                    List.of("ecparam", "-name", "secp384r1", "-genkey"));

    @Test
    void readsTheKeysOfOpensslAndFindsTheirPublicKeys() throws IOException, InterruptedException {
        String openssl = Peers.require("openssl").toString();
        try (ScratchDirectory scratch = ScratchDirectory.create("openssl")) {
            Path file = scratch.resolve("key.pem");
            for (List<String> words : MADE) {
                List<String> command = new java.util.ArrayList<>(List.of(openssl));
                command.addAll(words);
                String made = Processes.run(command).ok().out();
                Files.writeString(file, made);
                KeyPair pair = KeyPair.parse(Files.readAllBytes(file), "key.pem", NOBODY);
                assertEquals(
                        Processes.run(openssl, "pkey", "-in", file.toString(), "-pubout")
                                .ok()
                                .out(),
                        PublicKeys.pem(pair.publicKey()),
                        words::toString);
            }
        }
    }

    @Test
    void opensslVerifiesWhatIsSignedHere() throws IOException, InterruptedException {
        String openssl = Peers.require("openssl").toString();
        try (ScratchDirectory scratch = ScratchDirectory.create("openssl")) {
            Path message = Files.writeString(scratch.resolve("message"), "know who made it");
            Path key = scratch.resolve("key.pub");
            Path signature = scratch.resolve("signature");
            for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
                if (algorithm == KeyAlgorithm.ED25519_PH) {
                    continue; // openssl 3.0 does not know it
                }
                KeyPair pair = KeyPair.generate(algorithm);
                Files.writeString(key, PublicKeys.pem(pair.publicKey()));
                Files.write(signature, pair.sign(Files.readAllBytes(message)));
                String said =
                        algorithm.isEdwards()
                                ? verifyWhole(openssl, key, signature, message)
                                : verifyDigest(openssl, algorithm, key, signature, message);
                assertTrue(said.startsWith("Verified OK") || said.contains("Successfully"), said);
            }
        }
    }

    private static String verifyWhole(String openssl, Path key, Path signature, Path message)
            throws IOException, InterruptedException {
        return Processes.run(
                        List.of(
                                openssl,
                                "pkeyutl",
                                "-verify",
                                "-pubin",
                                "-inkey",
                                key.toString(),
                                "-sigfile",
                                signature.toString(),
                                "-rawin",
                                "-in",
                                message.toString()))
                .ok()
                .out();
    }

    private static String verifyDigest(
            String openssl, KeyAlgorithm algorithm, Path key, Path signature, Path message)
            throws IOException, InterruptedException {
        String hash =
                switch (algorithm) {
                    case ECDSA_P384 -> "-sha384";
                    case ECDSA_P521 -> "-sha512";
                    case ECDSA_P256, RSA_2048, RSA_3072, RSA_4096, ED25519, ED25519_PH -> "-sha256";
                };
        return Processes.run(
                        List.of(
                                openssl,
                                "dgst",
                                hash,
                                "-verify",
                                key.toString(),
                                "-signature",
                                signature.toString(),
                                message.toString()))
                .ok()
                .out();
    }
}
