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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
    void whatRulesFindCanBeSaidInsteadOfLookedUp() throws IOException {
        String results =
                """
                results:
                - {policy: p, rule: signed, kind: Pod, resources: [shop/a], result: pass}
                - {policy: p, rule: signed, kind: Deployment, resources: [d], result: fail}
                """;
        someTest("variables: values.yaml\nuserInfo: user.yaml\n" + results);
        write(
                "policy.yaml",
                """
                apiVersion: kyverno.io/v1
                kind: ClusterPolicy
                metadata: {name: p}
                spec:
                  rules:
                  - name: signed
                    match:
                      any:
                      - resources: {kinds: [Pod], namespaceSelector: {matchLabels: {a: b}}}
                        subjects: [{kind: User, name: joe}]
                    context: [{name: keys, configMap: {name: keys, namespace: a}}]
                    preconditions:
                      all: [{key: "{{ request.operation }}", operator: Equals, value: UPDATE}]
                    verifyImages:
                    - imageReferences: ["*"]
                      mutateDigest: false
                      verifyDigest: false
                      attestors: [{entries: [{keys: {publicKeys: "{{ keys.data.org }}"}}]}]
                """);
        write(
                "values.yaml",
                """
                apiVersion: cli.kyverno.io/v1alpha1
                kind: Values
                globalValues: {request.operation: UPDATE}
                policies:
                - {name: p, rules: [{name: signed, values: {keys.data.org: KEY}}]}
                namespaceSelector: [{name: shop, labels: {a: b}}]
                """);
        write(
                "user.yaml",
                "{apiVersion: cli.kyverno.io/v1alpha1, kind: UserInfo, userInfo: {username:"
                        + " joe}}\n");
        List<Outcome> outcomes = run("KEY");
        for (Outcome each : outcomes) {
            assertTrue(each.isRight(), each.found() + each.why());
        }
    }

    @Test
    void anExceptionTakesOutWhatItNames() throws IOException {
        someTest(
                """
                exceptions: [exception.yaml]
                results:
                - {policy: p, rule: signed, kind: Pod, resources: [shop/a], result: pass}
                - {policy: p, rule: signed, kind: Deployment, resources: [d], result: skip}
                """);
        write(
                "exception.yaml",
                """
                apiVersion: kyverno.io/v2
                kind: PolicyException
                metadata: {name: e}
                spec:
                  exceptions: [{policyName: p, ruleNames: ["sign*"]}]
                  match: {any: [{resources: {kinds: [Deployment], names: ["d*"]}}]}
                  conditions:
                    all: [{key: "{{ request.namespace }}", operator: Equals, value: shop}]
                """);
        for (Outcome each : run("KEY")) {
            assertTrue(each.isRight(), each.found() + each.why());
        }
    }

    @Test
    void rulesLookThingsUpInAClusterThatIsWrittenDown() throws IOException {
        someTest(
                """
                clusterResources: [cluster.yaml]
                results:
                - {policy: p, rule: signed, kind: Pod, resources: [shop/a], result: pass}
                - {policy: q, kind: Pod, resources: [shop/a], result: pass}
                - {policy: q, kind: Pod, resources: [other/a], result: error}
                """);
        write(
                "policy.yaml",
                """
                apiVersion: kyverno.io/v1
                kind: ClusterPolicy
                metadata: {name: p}
                spec:
                  rules:
                  - name: signed
                    match: {any: [{resources: {kinds: [Pod]}}]}
                    context: [{name: keys, configMap: {name: keys, namespace: shop}}]
                    verifyImages:
                    - imageReferences: ["*"]
                      attestors: [{entries: [{keys: {publicKeys: "{{ keys.data.org }}"}}]}]
                ---
                apiVersion: policies.kyverno.io/v1
                kind: ImageValidatingPolicy
                metadata: {name: q}
                spec:
                  matchConstraints:
                    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE],
                      resources: [pods]}]
                  variables:
                  - name: keys
                    expression: "resource.Get('v1', 'configmaps', object.metadata.namespace, 'keys')"
                  attestors: [{name: a, cosign: {key: {expression: variables.keys.data.org}}}]
                  validations:
                  - expression: >-
                      images.containers.all(i, verifyImageSignatures(i, [attestors.a]) > 0)
                """);
        write(
                "cluster.yaml",
                """
                apiVersion: cli.kyverno.io/v1alpha1
                kind: ClusterResource
                metadata: {name: c}
                spec:
                  resources:
                  - {apiVersion: v1, kind: ConfigMap, metadata: {name: keys, namespace: shop},
                     data: {org: KEY}}
                """);
        List<Outcome> outcomes = run("KEY");
        for (Outcome each : outcomes) {
            assertTrue(each.isRight(), each.found() + each.why());
        }
        assertTrue(outcomes.getLast().why().contains("in the cluster"), outcomes.getLast().why());
    }

    @Test
    void whatIsNotKnownIsRefusedWithItsLine() throws IOException {
        someTest("results: [{policy: p, resources: [a], result: maybe}]\n");
        SyntaxException e = assertThrows(SyntaxException.class, () -> run("KEY"));
        assertTrue(String.valueOf(e.getMessage()).contains("kyverno-test.yaml:6:"), e.getMessage());
        someTest(
                "patchedResources: a.yaml\nresults: [{policy: p, resources: [a], result: pass}]\n");
        e = assertThrows(SyntaxException.class, () -> run("KEY"));
        assertTrue(String.valueOf(e.getMessage()).contains("patchedResources"), e.getMessage());
        Files.write(directory.resolve(PolicyTest.FILE), "a: b\n".getBytes(StandardCharsets.UTF_8));
        assertThrows(SyntaxException.class, () -> run("KEY"));
    }
}
