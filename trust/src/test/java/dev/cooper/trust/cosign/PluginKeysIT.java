package dev.cooper.trust.cosign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Peers;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyReference;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Signer;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.verdict.Check;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One program that keeps keys, asked by cosign and here; openssl signs in it. */
class PluginKeysIT {
    private static final byte[] FILE = "what is signed\n".getBytes(StandardCharsets.UTF_8);

    /** Keeps its key beside itself. What it is asked ends up in files, too. */
    private static final String PROGRAM =
            """
            #!/bin/sh
            cd "DIRECTORY" || exit 1
            printf '%s' "$2" > "asked.$1"
            pem() { openssl pkey -in trial.pem -pubout | base64 -w 0; }
            case "$2" in
            *'"keyResourceID":"trial://refused"'*)
                echo '{"errorMessage":"not this one"}' ;;
            *'"methodName":"defaultAlgorithm"'*)
                echo '{"defaultAlgorithm":{"defaultAlgorithm":"ecdsa-sha2-256-nistp256"}}' ;;
            *'"methodName":"createKey"'*)
                openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out trial.pem
                printf '{"createKey":{"publicKeyPEM":"%s"}}' "$(pem)" ;;
            *'"methodName":"publicKey"'*)
                printf '{"publicKey":{"publicKeyPEM":"%s"}}' "$(pem)" ;;
            *'"methodName":"signMessage"'*)
                printf '{"signMessage":{"signature":"%s"}}' \\
                    "$(openssl dgst -sha256 -sign trial.pem | base64 -w 0)" ;;
            esac
            exit 3
            """;

    private static CosignPeer cosign;
    private static Map<String, String> environment;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Peers.require("openssl");
        cosign = CosignPeer.start();
        Path program = cosign.scratch.resolve("sigstore-kms-trial");
        Files.writeString(program, PROGRAM.replace("DIRECTORY", cosign.scratch.path().toString()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment = Map.of("PATH", cosign.scratch.path() + ":/usr/bin:/bin");
        new KeyReference("trial://shop").create(environment, Optional.empty());
        Files.write(cosign.scratch.resolve("file"), FILE);
    }

    @AfterAll
    static void stop() throws IOException {
        if (cosign != null) {
            cosign.close();
        }
    }

    private static Signer open(String reference) throws IOException {
        return new KeyReference(reference).open(environment, () -> new byte[0]);
    }

    @Test
    void cosignVerifiesWhatAProgramSignsForUs() throws IOException, InterruptedException {
        Signer signer = open("trial://shop");
        assertEquals(KeyAlgorithm.ECDSA_P256, signer.algorithm());
        Files.writeString(cosign.scratch.resolve("k.pub"), PublicKeys.pem(signer.publicKey()));
        Files.write(
                cosign.scratch.resolve("our.json"), new KeySealer(signer).bundle(FILE).toJson());
        cosign.run(
                "verify-blob",
                "--insecure-ignore-tlog",
                "--bundle",
                "our.json",
                "--key",
                "k.pub",
                "file");
    }

    @Test
    void whatTheProgramSignsForCosignIsVerifiedHere() throws IOException, InterruptedException {
        cosign.run(
                "sign-blob",
                "-y",
                "--key",
                "trial://shop",
                "--signing-config",
                "nothing.json",
                "--bundle",
                "their.json",
                "file");
        byte[] bundle = Files.readAllBytes(cosign.scratch.resolve("their.json"));
        Check check =
                BlobSignature.parseBundle(bundle, "their.json")
                        .check(
                                FILE,
                                new TrustedKeys(
                                        List.of(Verifier.of(open("trial://shop").publicKey()))));
        assertTrue(check.isPassed(), check::why);
    }

    @Test
    void whatTheProgramSaysAgainstAKeyIsSaid() {
        IOException e = assertThrows(IOException.class, () -> open("trial://refused"));
        assertTrue(e.getMessage().endsWith("refuses trial://refused: not this one"), e::getMessage);
    }
}
