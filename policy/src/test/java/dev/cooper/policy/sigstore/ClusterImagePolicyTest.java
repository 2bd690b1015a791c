package dev.cooper.policy.sigstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.MadeUpFacts;
import dev.cooper.policy.evidence.Request;
import dev.cooper.trust.verdict.Check;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

class ClusterImagePolicyTest {
    private static final String KEY =
            """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEOz9FcbJM/oOkC26Wfo9paG2tYGBL
            usDLHze93DzgLaAPDsyJrygpVnL9M6SOyfyXEsjpBTUu6uFZqHua8hwAlA==
            -----END PUBLIC KEY-----\
            """;
    private static final String HEAD =
            """
            apiVersion: policy.sigstore.dev/v1beta1
            kind: ClusterImagePolicy
            metadata: {name: shop}
            spec:
              images: [{glob: "registry.example.com/**"}]
            """;

    private static ClusterImagePolicy policy(String spec) {
        byte[] text = (HEAD + spec.indent(2)).getBytes(StandardCharsets.UTF_8);
        return ClusterImagePolicyReader.read(YamlNode.documents("cip.yaml", text).getFirst());
    }

    private static MadeUpFacts shop() {
        return new MadeUpFacts("registry.example.com/shop:1");
    }

    private static String said(String spec, MadeUpFacts facts) {
        Decision decision = policy(spec).decide(facts, facts.request());
        return decision.outcome() + (decision.reasons().isEmpty() ? "" : " " + decision.text());
    }

    private static String key() {
        return "- name: key\n  key:\n    data: |\n" + KEY.indent(6);
    }

    @Test
    void oneAuthorityIsEnough() {
        String both = "authorities:\n- static: {action: fail, message: never}\n" + key();
        assertEquals("ALLOW", said(both, shop().signed(KEY)));
        assertEquals(
                """
                DENY shop/authority-0: registry.example.com/shop:1: static: never (cip.yaml:5)
                shop/key: registry.example.com/shop:1: signature: the image is not signed (cip.yaml:5)\
                """,
                said(both, shop()));
        assertEquals("ALLOW", said("authorities: [{static: {action: pass}}]", shop()));
        assertTrue(said("mode: warn\nauthorities:\n" + key(), shop()).startsWith("WARN"));
        assertTrue(
                said("authorities:\n" + key(), shop().broken("the registry is gone"))
                        .contains("not checked: key: the registry is gone"));
    }

    @Test
    void statementsAreJudgedInRego() {
        String spec =
                "authorities:\n"
                        + key()
                        + """
                          attestations:
                          - name: build
                            predicateType: https://example.com/build
                            policy:
                              type: rego
                              data: |
                                package sigstore
                                isCompliant[answer] {
                                  answer := {
                                    "result": input.predicate.by == "ci",
                                    "error": sprintf("built by %s", [input.predicate.by]),
                                  }
                                }
                        """;
        Check good = Check.passed("signature", "it is of the key");
        String type = "https://example.com/build";
        assertEquals("ALLOW", said(spec, shop().stated(type, Map.of("by", "ci"), good)));
        assertTrue(
                said(spec, shop().stated(type, Map.of("by", "hand"), good))
                        .contains("build: built by hand"));
        assertTrue(said(spec, shop()).contains("there is no attestation"));
        Check bad = Check.failed("signature", "it is not of the key");
        assertTrue(
                said(spec, shop().stated(type, Map.of("by", "ci"), bad))
                        .contains("it is not of the key"));
    }

    @Test
    void globsAreAsThereWritten() {
        Map<String, List<String>> meant =
                Map.of(
                        "*", List.of("busybox", "busybox:1"),
                        "index.docker.io/library/*", List.of("busybox"),
                        "ghcr.io/*/*", List.of("ghcr.io/a/b"),
                        "**demo**", List.of("demo", "registry.local:5000/a/demo:1"),
                        "busybox", List.of("busybox"),
                        "ghcr.io/a@sha256:*", List.of("ghcr.io/a@sha256:" + "0".repeat(64)));
        Map<String, List<String>> others =
                Map.of("*", List.of("ghcr.io/a/b"), "ghcr.io/*", List.of("ghcr.io/a/b"));
        meant.forEach((glob, images) ->
                images.forEach(image -> assertTrue(glob(glob).matches(image), glob + " " + image)));
        others.forEach((glob, images) ->
                images.forEach(
                        image -> assertTrue(!glob(glob).matches(image), glob + " " + image)));
    }

    private static ImageGlob glob(String text) {
        byte[] json = ("{glob: \"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
        return ImageGlob.read(YamlNode.documents("x", json).getFirst().get("glob"));
    }

    @Test
    void imagesThatNoGlobMatchesAreNotJudged() {
        ClusterImagePolicy policy = policy("authorities: [{static: {action: fail}}]");
        MadeUpFacts facts = new MadeUpFacts("ghcr.io/other/app:1");
        Request request = facts.request();
        assertEquals(Decision.ALLOWED, policy.decide(facts, request));
    }

    private static List<String> read(String directory) throws IOException {
        Path home =
                Path.of(Objects.requireNonNull(System.getProperty("cooper.checkout")))
                        .resolve("policy/src/test/resources/policy-controller")
                        .resolve(directory);
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                String said = "read";
                try {
                    for (YamlNode each : YamlNode.documents(name, Files.readAllBytes(file))) {
                        if (ClusterImagePolicyReader.isPolicy(each)) {
                            ClusterImagePolicyReader.read(each);
                        }
                    }
                } catch (SyntaxException e) {
                    said = String.valueOf(e.getMessage());
                }
                all.add(name + " -> " + said);
            }
        }
        return all;
    }

    @Test
    void publishedPoliciesAreReadOrRefusedWithAReason() throws IOException {
        List<String> all = new ArrayList<>(read("e2e"));
        all.addAll(read("examples"));
        Path golden =
                Path.of(Objects.requireNonNull(System.getProperty("cooper.checkout")))
                        .resolve("policy/src/test/resources/policy-controller/read.txt");
        String found = String.join("\n", all) + "\n";
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, found);
        }
        assertEquals(Files.readString(golden), found);
    }

    @Test
    void whatIsWrongThereIsRefused() throws IOException {
        List<String> wrong = new ArrayList<>(read("invalid"));
        wrong.removeIf(each -> !each.endsWith("-> read"));
        // how a cloud names its keys is for the plugin to say that asks it
        assertEquals(
                List.of(
                        "invalid-keyref-awskms.yaml -> read",
                        "v1beta1-invalid-keyref-awskms.yaml -> read"),
                wrong);
    }

    @Test
    void regoThatIsWrongIsRefusedWithItsPlace() {
        SyntaxException refused =
                assertThrows(
                        SyntaxException.class,
                        () ->
                                policy(
                                        "authorities:\n"
                                                + key()
                                                + """
                                                  attestations:
                                                  - name: build
                                                    predicateType: https://example.com/build
                                                    policy:
                                                      type: rego
                                                      data: |
                                                        package sigstore
                                                        isCompliant { http.send({}) }
                                                """));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .endsWith(":2:15: the function http.send is not known here"),
                refused.getMessage());
    }
}
