package dev.cooper.trust.cosign;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.verdict.Check;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;

/** Signatures of files beside the real cosign 3 and 2.5, and openssl. */
class BlobsIT {
    private static final byte[] FILE = "what is signed\n".getBytes(StandardCharsets.UTF_8);

    private static CosignPeer cosign;
    private static KeyPair key;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        cosign = CosignPeer.start();
        key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        cosign.write(key);
        Files.write(cosign.scratch.resolve("file"), FILE);
    }

    @AfterAll
    static void stop() throws IOException {
        if (cosign != null) {
            cosign.close();
        }
    }

    private static void holds(BlobSignature signature) {
        Check check = signature.check(FILE, new TrustedKeys(List.of(Verifier.of(key.publicKey()))));
        assertTrue(check.isPassed(), check::why);
    }

    private static byte[] read(String name) throws IOException {
        return Files.readAllBytes(cosign.scratch.resolve(name));
    }

    @Test
    void othersVerifyWhatIsSignedHere() throws IOException, InterruptedException {
        Bundle bundle = new KeySealer(key).bundle(FILE);
        Files.write(cosign.scratch.resolve("our.json"), bundle.toJson());
        Files.writeString(
                cosign.scratch.resolve("our.sig"),
                Base64.getEncoder().encodeToString(bundle.signature()));
        Files.write(cosign.scratch.resolve("our.der"), bundle.signature());
        String verify = "verify-blob";
        String tlog = "--insecure-ignore-tlog";
        cosign.run(verify, "--key", "our.pub", tlog, "--bundle", "our.json", "file");
        cosign.run(verify, "--key", "our.pub", tlog, "--signature", "our.sig", "file");
        cosign.runOlder(verify, "--key", "our.pub", tlog, "--signature", "our.sig", "file");
        Processes.run(
                        Peers.require("openssl").toString(),
                        "dgst",
                        "-sha256",
                        "-verify",
                        cosign.scratch.resolve("our.pub").toString(),
                        "-signature",
                        cosign.scratch.resolve("our.der").toString(),
                        cosign.scratch.resolve("file").toString())
                .ok();
    }

    @Test
    void whatCosignSignsIsVerifiedHere() throws IOException, InterruptedException {
        String[] sign = {"sign-blob", "-y", "--key", "our.key"};
        cosign.run(
                sign[0],
                sign[1],
                sign[2],
                sign[3],
                "--signing-config",
                "nothing.json",
                "--bundle",
                "their.json",
                "file");
        holds(BlobSignature.parseBundle(read("their.json"), "their.json"));
        cosign.runOlder(
                sign[0],
                sign[1],
                sign[2],
                sign[3],
                "--tlog-upload=false",
                "--bundle",
                "older.json",
                "--output-signature",
                "their.sig",
                "file");
        holds(BlobSignature.parseBundle(read("older.json"), "older.json"));
        holds(BlobSignature.parse(read("their.sig"), "their.sig"));
    }
}
