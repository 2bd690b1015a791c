package dev.cooper.trust.cosign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.Pem;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Indexes with their parts, and certificates beside keys, verified by the real cosign. */
class SignedIndexIT {
    private static CosignPeer cosign;
    private static KeyPair key;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        cosign = CosignPeer.start();
        key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        cosign.write(key);
    }

    @AfterAll
    static void stop() throws IOException {
        if (cosign != null) {
            cosign.close();
        }
    }

    private static byte[] index(Descriptor part) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("mediaType", part.mediaType());
        entry.put("digest", part.digest().toString());
        entry.put("size", part.size());
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        index.put("manifests", List.of(entry));
        return Json.write(index);
    }

    @Test
    void cosignVerifiesAnIndexAndWhatIsInIt() throws IOException, InterruptedException {
        Descriptor image = cosign.image("many");
        Descriptor index = cosign.place("many").write(MediaTypes.OCI_INDEX, index(image));
        List<Descriptor> all = IndexParts.of(cosign.home("many"), index);
        assertEquals(
                List.of(index.digest(), image.digest()),
                all.stream().map(Descriptor::digest).toList());
        ImageSigner signer = new ImageSigner(cosign.home("many"), key, Instant.now());
        for (Descriptor one : all) {
            signer.sign(one, Map.of(), Form.BUNDLE);
            String name = cosign.name("many", one);
            cosign.run("verify", "--key", "our.pub", "--insecure-ignore-tlog", name);
        }
    }

    @Test
    void nothingIsSignedWhenAPartIsMissing() throws IOException {
        Descriptor gone = Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(new byte[] {1}), 1);
        byte[] content = index(gone);
        Descriptor index = Descriptor.of(MediaTypes.OCI_INDEX, content);
        MemoryHome home = new MemoryHome();
        home.blobs.put(index.digest(), content);
        assertThrows(IOException.class, () -> IndexParts.of(home, index));
    }

    @Test
    void cosignVerifiesAKeyThatHasACertificate() throws IOException, InterruptedException {
        Files.writeString(
                cosign.scratch.resolve("plain.pem"), Pem.of("PRIVATE KEY", key.pkcs8()).text());
        Processes.run(
                        Peers.require("openssl").toString(),
                        "req",
                        "-x509",
                        "-new",
                        "-key",
                        cosign.scratch.resolve("plain.pem").toString(),
                        "-subj",
                        "/CN=release",
                        "-out",
                        cosign.scratch.resolve("our.crt").toString())
                .ok();
        List<X509> chain =
                X509.parsePem(Files.readAllBytes(cosign.scratch.resolve("our.crt")), "our.crt");
        Descriptor image = cosign.image("certified");
        new ImageSigner(cosign.home("certified"), new CertifiedSealer(key, chain), Instant.now())
                .sign(image, Map.of(), Form.TAG);
        cosign.runOlder(
                "verify",
                "--key",
                "our.pub",
                "--insecure-ignore-tlog",
                cosign.name("certified", image));

        KeyPair other = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        assertThrows(SyntaxException.class, () -> new CertifiedSealer(other, chain));
    }
}
