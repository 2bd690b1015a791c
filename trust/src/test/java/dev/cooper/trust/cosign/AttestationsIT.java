package dev.cooper.trust.cosign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Descriptor;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.Verifier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Statements about images beside the real cosign 3 and 2.5: in both directions and forms. */
class AttestationsIT {
    private static final Map<String, String> PREDICATES = predicates();

    private static CosignPeer cosign;
    private static KeyPair key;

    private static Map<String, String> predicates() {
        Map<String, String> predicates = new LinkedHashMap<>();
        predicates.put("slsaprovenance", "{\"builder\":{\"id\":\"b\"},\"buildType\":\"t\"}");
        predicates.put(
                "slsaprovenance1",
                "{\"buildDefinition\":{\"buildType\":\"a\"},\"runDetails\":{\"builder\":{\"id\":\"b\"}}}");
        predicates.put("spdxjson", "{\"spdxVersion\":\"SPDX-2.3\",\"name\":\"<a & b>\"}");
        predicates.put("cyclonedx", "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\"}");
        predicates.put("vuln", "{\"scanner\":{\"uri\":\"x\"},\"metadata\":{}}");
        predicates.put("openvex", "{\"@context\":\"https://openvex.dev/ns\",\"statements\":[]}");
        predicates.put("custom", "anything at all");
        predicates.put("https://example.com/own/v1", "{\"own\":[1,2.5,null,true]}");
        return predicates;
    }

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

    private static Predicate predicate(String type) {
        byte[] file = PREDICATES.getOrDefault(type, "").getBytes(StandardCharsets.UTF_8);
        return Predicate.parse(type, file, "p.json", Instant.EPOCH);
    }

    private static void hold(String repository, Descriptor image, String type, Form... forms)
            throws IOException {
        List<FoundAttestation> found =
                new ImageVerifier(cosign.home(repository), Verifier.of(key.publicKey()), Map.of())
                        .attestations(image, Predicate.type(type));
        assertEquals(List.of(forms), found.stream().map(FoundAttestation::form).toList(), type);
        for (FoundAttestation one : found) {
            assertTrue(one.check().isPassed(), one.check()::why);
        }
    }

    @Test
    void cosignVerifiesWhatIsStatedHere() throws IOException, InterruptedException {
        Descriptor image = cosign.image("ours");
        ImageSigner signer = new ImageSigner(cosign.home("ours"), key, Instant.EPOCH);
        for (String type : PREDICATES.keySet()) {
            signer.attest(image, predicate(type), Form.BUNDLE);
            signer.attest(image, predicate(type), Form.TAG);
        }
        String name = cosign.name("ours", image);
        for (String type : List.of("slsaprovenance1", "spdxjson", "custom")) {
            String[] words = {
                "verify-attestation", "--key", "our.pub", "--insecure-ignore-tlog", "--type", type
            };
            assertTrue(cosign.run(with(words, name)).out().contains("payload"));
            assertTrue(
                    cosign.run(with(words, "--new-bundle-format=false", name))
                            .out()
                            .contains("payload"));
            assertTrue(cosign.runOlder(with(words, name)).out().contains("payload"));
        }
        for (String type : PREDICATES.keySet()) {
            hold("ours", image, type, Form.BUNDLE, Form.TAG);
        }
    }

    private static String[] with(String[] words, String... more) {
        String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    @Test
    void whatCosignStatesIsVerifiedHere() throws IOException, InterruptedException {
        Descriptor image = cosign.image("theirs");
        String name = cosign.name("theirs", image);
        for (String type : List.of("slsaprovenance", "spdxjson", "custom", "vuln")) {
            Files.writeString(cosign.scratch.resolve("p.json"), PREDICATES.getOrDefault(type, ""));
            String[] words = {
                "attest", "-y", "--key", "our.key", "--predicate", "p.json", "--type", type
            };
            cosign.run(with(words, "--signing-config", "nothing.json", name));
            cosign.runOlder(with(words, "--tlog-upload=false", name));
            hold("theirs", image, type, Form.BUNDLE, Form.TAG);
        }
    }
}
