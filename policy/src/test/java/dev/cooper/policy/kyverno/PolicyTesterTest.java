package dev.cooper.policy.kyverno;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.PolicyFiles;
import dev.cooper.policy.evidence.MadeUpFacts;
import dev.cooper.policy.kyverno.PolicyTester.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

class PolicyTesterTest {
    @TempDir Path directory;

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private List<Outcome> run(String signer) throws IOException {
        PolicyTest test = PolicyTest.read(directory.resolve(PolicyTest.FILE));
        return new PolicyTester(
                        PolicyFiles.read(test.policies()),
                        name ->
                                name.tag().orElse("").equals("signed")
                                        ? new MadeUpFacts(name.toString()).signed(signer)
                                        : new MadeUpFacts(name.toString()),
                        MadeUpFacts.NOW)
                .run(test);
    }

    @Test
    void aPublishedTestComesOutAsPublishedForPods() throws IOException {
        for (String name : List.of("kyverno-test.yaml", "policies.yaml", "resources.yaml")) {
            String path = "/kyverno-tests/verify-signature/" + name;
            try (InputStream in = getClass().getResourceAsStream(path)) {
                Files.write(
                        directory.resolve(name), Objects.requireNonNull(in, path).readAllBytes());
            }
        }
        String policies = Files.readString(directory.resolve("policies.yaml"));
        String end = "-----END PUBLIC KEY-----";
        String key =
                policies.substring(policies.indexOf("-----BEGIN"), policies.indexOf(end))
                                .replaceAll("\n +", "\n")
                        + end;
        List<Outcome> outcomes = run(key);
        assertEquals(4, outcomes.size());
        for (Outcome each : outcomes) {
            boolean pod = each.wanted().kind().equals("Pod");
            assertEquals(pod ? each.wanted().result() : "error", each.found(), each.why());
        }
        assertTrue(outcomes.getFirst().why().contains("images of a DataVolume are not known"));
    }

    private void someTest(String results) throws IOException {
        write(
                "policy.yaml",
                """
                apiVersion: kyverno.io/v1
                kind: ClusterPolicy
                metadata: {name: p}
                spec:
                  rules:
                  - name: signed
                    match: {any: [{resources: {kinds: [Pod], namespaces: [shop]}}]}
                    verifyImages:
                    - imageReferences: ["*"]
                      mutateDigest: false
                      verifyDigest: false
                      attestors: [{entries: [{keys: {publicKeys: KEY}}]}]
                """);
        write(
                "objects.yaml",
                """
                {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop},
                 spec: {containers: [{image: "shop:signed"}]}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: other},
                 spec: {containers: [{image: "shop:unsigned"}]}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: shop},
                 spec: {template: {spec: {initContainers: [{image: "shop:unsigned"}],
                 containers: [{image: "shop:signed"}]}}}}
                """);
        write(
                PolicyTest.FILE,
                """
                apiVersion: cli.kyverno.io/v1alpha1
                kind: Test
                metadata: {name: t}
                policies: [policy.yaml]
                resources: [objects.yaml]
                """
                        + results);
    }

    @Test
    void resultsAreThoseOfTheRuleAndTheObject() throws IOException {
        someTest(
                """
                results:
                - {policy: p, rule: signed, kind: Pod, resources: [shop/a], result: pass}
                - {policy: p, rule: signed, kind: Pod, resources: [other/a], result: skip}
                - {policy: p, rule: autogen-signed, kind: Deployment, resources: [d], result: fail}
                - {policy: p, rule: signed, kind: Pod, resources: [a], namespace: shop, result: fail}
                - {policy: p, rule: gone, kind: Pod, resources: [a], result: pass}
                - {policy: q, rule: signed, kind: Pod, resources: [a], result: pass}
                - {policy: p, rule: signed, kind: Pod, resources: [b], result: pass}
                """);
        List<Outcome> outcomes = run("KEY");
        assertEquals(
                List.of("pass", "skip", "fail", "pass", "error", "error", "error"),
                outcomes.stream().map(Outcome::found).toList());
        assertEquals(
                List.of(true, true, true, false, false, false, false),
                outcomes.stream().map(Outcome::isRight).toList());
        assertTrue(outcomes.get(2).why().contains("shop:unsigned: signature: the image is not"));
    }

    @Test
    void whatIsNotKnownIsRefusedWithItsLine() throws IOException {
        someTest("results: [{policy: p, resources: [a], result: maybe}]\n");
        SyntaxException e = assertThrows(SyntaxException.class, () -> run("KEY"));
        assertTrue(String.valueOf(e.getMessage()).contains("kyverno-test.yaml:6:"), e.getMessage());
        someTest("variables: values.yaml\nresults: [{policy: p, resources: [a], result: pass}]\n");
        e = assertThrows(SyntaxException.class, () -> run("KEY"));
        assertTrue(String.valueOf(e.getMessage()).contains("variables"), e.getMessage());
        Files.write(directory.resolve(PolicyTest.FILE), "a: b\n".getBytes(StandardCharsets.UTF_8));
        assertThrows(SyntaxException.class, () -> run("KEY"));
    }
}
