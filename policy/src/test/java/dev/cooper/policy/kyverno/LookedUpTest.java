package dev.cooper.policy.kyverno;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Decision.Outcome;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.MadeUpFacts;
import dev.cooper.policy.evidence.OwnImage;
import dev.cooper.policy.evidence.Request;
import dev.cooper.policy.evidence.Workload;
import dev.cooper.trust.verdict.Check;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What rules of a ClusterPolicy look up, ask beforehand, and fill in. */
class LookedUpTest {
    private static final String KEYS = "/api/v1/namespaces/default/configmaps/keys";
    private static final String SIGNED =
            "verifyImages: [{imageReferences: ['*'], attestors: [{entries: [{keys: {publicKeys:"
                    + " A}}]}]}]";

    private static ClusterPolicy policy(String text) {
        return ClusterPolicyReader.read(
                YamlNode.documents("policy.yaml", text.getBytes(StandardCharsets.UTF_8))
                        .getFirst());
    }

    private static ClusterPolicy rule(String kinds, String rest) {
        return settings("validationFailureAction: Enforce", kinds, rest);
    }

    private static ClusterPolicy settings(String settings, String match, String rest) {
        return policy(
                "{apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: p}, spec: {"
                        + settings
                        + ", rules: [{name: r, match: {any: ["
                        + match
                        + "]}, "
                        + rest
                        + "}]}}");
    }

    private static final String PODS = "{resources: {kinds: [Pod]}}";

    private static Workload pod(Map<String, Object> metadata, Map<String, Object> user) {
        Map<String, Object> spec =
                Map.of("containers", List.of(Map.of("name", "web", "image", "ghcr.io/a/shop:1")));
        return new Workload(
                "Pod",
                "shop",
                "w",
                "CREATE",
                Map.of("team", "web"),
                Map.of("apiVersion", "v1", "kind", "Pod", "metadata", metadata, "spec", spec),
                Map.of("userInfo", user));
    }

    private static final Workload POD = pod(Map.of(), Map.of());

    private static Decision admit(ClusterPolicy policy, MadeUpFacts facts, Workload workload) {
        return policy.decide(
                facts,
                new Request(
                        Gate.ADMISSION,
                        "ghcr.io/a/shop:1",
                        Request.Use.CONTAINER,
                        workload,
                        MadeUpFacts.NOW));
    }

    private static MadeUpFacts facts() {
        return new MadeUpFacts("ghcr.io/a/shop:1");
    }

    private static MadeUpFacts withKeys() {
        return facts().cluster(Map.of(KEYS, Map.of("data", Map.of("org", "A", "shop", "B"))));
    }

    private static final String FROM_THE_CLUSTER =
            """
            context: [{name: keys, configMap: {name: keys, namespace: default}}],
            verifyImages: [{imageReferences: ["*"], attestors: [{count: 2, entries: [
              {keys: {publicKeys: "{{ keys.data.org }}"}},
              {keys: {publicKeys: "{{ keys.data.{{request.namespace}} }}"}}]}]}]
            """;

    @Test
    void keysComeOutOfAConfigMapOfTheCluster() {
        ClusterPolicy policy = rule(PODS, FROM_THE_CLUSTER);
        assertEquals(Outcome.DENY, admit(policy, withKeys().signed("A"), POD).outcome());
        assertEquals(
                Outcome.ALLOW, admit(policy, withKeys().signed("A").signed("B"), POD).outcome());
    }

    @Test
    void whatCannotBeLookedUpLetsNothingThrough() {
        ClusterPolicy policy = rule(PODS, FROM_THE_CLUSTER);
        Decision nowhere = admit(policy, facts().signed("A").signed("B"), POD);
        assertEquals(Outcome.ERROR, nowhere.outcome());
        assertTrue(
                nowhere.text()
                        .contains("not checked: " + KEYS + " is to be looked up in a cluster"),
                nowhere.text());
        Decision missing = admit(policy, facts().cluster(Map.of()), POD);
        assertTrue(missing.text().contains("there is no " + KEYS), missing.text());
        Decision empty =
                admit(policy, facts().cluster(Map.of(KEYS, Map.of("data", Map.of()))), POD);
        assertEquals(Outcome.ERROR, empty.outcome());
        assertTrue(empty.text().contains("nothing is known that is {{ keys.data"), empty.text());
        // An image that the rule is not about needs nothing to be looked up.
        String others = FROM_THE_CLUSTER.replace("[\"*\"]", "[\"other/*\"]");
        assertEquals(Outcome.ALLOW, admit(rule(PODS, others), facts(), POD).outcome());
    }

    @Test
    void theClustersServerRegistriesAndWrittenValuesAreAsked() {
        ClusterPolicy policy =
                rule(
                        PODS,
                        """
                        context: [
                        {name: list, apiCall: {urlPath: "/api/v1/namespaces/{{request.namespace}}",
                         jmesPath: "metadata.labels.signer"}},
                        {name: image, imageRegistry: {
                         reference: "{{ images.containers.web.reference }}",
                         jmesPath: "configData.architecture"}},
                        {name: both, variable: {value: "{{ list }}-{{ image }}"}},
                        {name: none, variable: {jmesPath: "request.object.metadata.labels.a",
                         default: D}}],
                        verifyImages: [{imageReferences: ["*"], attestors: [{entries: [
                          {keys: {publicKeys: "{{ both }}-{{ none }}"}}]}]}]
                        """);
        MadeUpFacts facts =
                facts().cluster(
                                Map.of(
                                        "/api/v1/namespaces/shop",
                                        Map.of(
                                                "metadata",
                                                Map.of("labels", Map.of("signer", "A")))));
        assertEquals(Outcome.ALLOW, admit(policy, facts.signed("A-amd64-D"), POD).outcome());
        assertEquals(
                Outcome.DENY,
                admit(
                                policy,
                                facts().cluster(
                                                Map.of(
                                                        "/api/v1/namespaces/shop",
                                                        Map.of(
                                                                "metadata",
                                                                Map.of(
                                                                        "labels",
                                                                        Map.of("signer", "B"))))),
                                POD)
                        .outcome());
    }

    @Test
    void whatIsFilledInLeadsToNoOtherPlaceOfTheCluster() {
        ClusterPolicy policy =
                rule(
                        PODS,
                        """
                        context: [{name: keys, configMap: {
                          name: "{{ request.object.metadata.labels.map }}", namespace: default}}],
                        verifyImages: [{imageReferences: ["*"], key: "{{ keys.data.org }}"}]
                        """);
        Workload hostile =
                pod(Map.of("labels", Map.of("map", "../../shop/configmaps/mine")), Map.of());
        Decision decision = admit(policy, withKeys().signed("A"), hostile);
        assertEquals(Outcome.ERROR, decision.outcome());
        assertTrue(
                decision.text().contains("configmaps/..%2F..%2Fshop%2Fconfigmaps%2Fmine"),
                decision.text());
    }

    @Test
    void whatMustHoldBeforehandIsAskedOfRequests() {
        ClusterPolicy policy =
                rule(
                        PODS,
                        "preconditions: {all: [{key: \"{{ request.operation }}\", operator:"
                                + " NotEquals, value: DELETE}, {key: \"{{"
                                + " request.object.metadata.labels.app || '' }}\", operator:"
                                + " AnyIn, value: [web, shop]}]}, "
                                + SIGNED);
        assertEquals(Outcome.ALLOW, admit(policy, facts(), POD).outcome());
        Workload web = pod(Map.of("labels", Map.of("app", "web")), Map.of());
        assertEquals(Outcome.DENY, admit(policy, facts(), web).outcome());
        // Where there is no request, they are taken to hold.
        assertEquals(Outcome.DENY, policy.decide(facts(), facts().request()).outcome());
    }

    @Test
    void whereThereIsNoClusterNobodyAnswersForARequest() {
        ClusterPolicy policy =
                rule(
                        PODS,
                        "verifyImages: [{imageReferences: ['*'], key: \"{{ request.namespace"
                                + " }}\"}]");
        Decision decision = policy.decide(facts(), facts().request());
        assertEquals(Outcome.ERROR, decision.outcome());
        assertTrue(decision.text().contains("asks for a cluster's request"), decision.text());
    }

    @Test
    void whatIsStatedUnderNamesCanBeDeniedTogether() {
        ClusterPolicy policy =
                rule(
                        PODS,
                        """
                        verifyImages: [{imageReferences: ["*"], type: Notary, attestations: [
                          {name: trivy, type: scan, attestors: [{entries: [{certificates: {cert: C}}]}]},
                          {name: vex, type: vex, attestors: [{entries: [{certificates: {cert: C}}]}]}],
                         validate: {message: "of {{ trivy.image }}", deny: {conditions: {any: [
                          {key: "{{ trivy.found[*].id }}", operator: AnyNotIn,
                           value: "{{ vex.known[*].id }}"}]}}}}]
                        """);
        Check good = Check.passed("signature", "");
        Map<String, Object> scan =
                Map.of("image", "shop", "found", List.of(Map.of("id", "1"), Map.of("id", "2")));
        Map<String, Object> vex = Map.of("known", List.of(Map.of("id", "1")));
        Decision decision =
                admit(policy, facts().stated("scan", scan, good).stated("vex", vex, good), POD);
        assertEquals(Outcome.DENY, decision.outcome());
        assertTrue(
                decision.text().contains("what has been stated of it is denied: of shop"),
                decision.text());
        Map<String, Object> all = Map.of("known", List.of(Map.of("id", "1"), Map.of("id", "2")));
        assertEquals(
                Outcome.ALLOW,
                admit(policy, facts().stated("scan", scan, good).stated("vex", all, good), POD)
                        .outcome());
        MadeUpFacts twice =
                facts().stated("scan", scan, good)
                        .stated("scan", Map.of(), good)
                        .stated("vex", all, good);
        assertTrue(admit(policy, twice, POD).text().contains("2 statements scan that differ"));
    }

    @Test
    void imagesAreFoundInObjectsThatHaveNoPods() {
        ClusterPolicy policy =
                rule(
                        "{resources: {kinds: [tekton.dev/v1beta1/Task, DataVolume]}}",
                        """
                        imageExtractors: {
                          Task: [{path: /spec/steps/*, value: image, key: name, name: steps}],
                          DataVolume: [{path: /spec/url, jmesPath: "trim_prefix(@, 'docker://')"}]},
                        """
                                + SIGNED);
        Workload task =
                new Workload(
                        "Task",
                        "shop",
                        "t",
                        "CREATE",
                        Map.of(),
                        Map.of(
                                "spec",
                                Map.of(
                                        "steps",
                                        List.of(
                                                Map.of("name", "a", "image", "ghcr.io/a/shop:1"),
                                                Map.of("name", "b", "image", "b:1")))),
                        Map.of());
        assertEquals(
                List.of(
                        new OwnImage("ghcr.io/a/shop:1", "/spec/steps/0/image"),
                        new OwnImage("b:1", "/spec/steps/1/image")),
                policy.images(task, MadeUpFacts.NOW));
        assertEquals(Outcome.DENY, admit(policy, facts(), task).outcome());
        assertEquals(Outcome.ALLOW, admit(policy, facts().signed("A"), task).outcome());
        Workload volume =
                new Workload(
                        "DataVolume",
                        "shop",
                        "v",
                        "CREATE",
                        Map.of(),
                        Map.of("spec", Map.of("url", "docker://ghcr.io/a/shop:1")),
                        Map.of());
        assertEquals(
                List.of(new OwnImage("ghcr.io/a/shop:1", "")),
                policy.images(volume, MadeUpFacts.NOW));
        assertEquals(Outcome.DENY, admit(policy, facts(), volume).outcome());
    }

    @Test
    void whoAsksAndWhatIsNotedChooseWhatARuleIsAbout() {
        String selected =
                "{resources: {kinds: [Pod], annotations: {'check/*': 'yes'}, operations: [CREATE],"
                    + " namespaceSelector: {matchLabels: {team: web}}}, subjects: [{kind: Group,"
                    + " name: 'dev-*'}, {kind: ServiceAccount, name: ci, namespace: build}]}";
        ClusterPolicy policy = rule(selected, SIGNED);
        Map<String, Object> noted = Map.of("annotations", Map.of("check/image", "yes"));
        for (Map<String, Object> user :
                List.<Map<String, Object>>of(
                        Map.of("username", "joe", "groups", List.of("dev-shop")),
                        Map.of("username", "system:serviceaccount:build:ci"))) {
            assertEquals(Outcome.DENY, admit(policy, facts(), pod(noted, user)).outcome());
            assertEquals(Outcome.ALLOW, admit(policy, facts(), pod(Map.of(), user)).outcome());
        }
        assertEquals(
                Outcome.ALLOW,
                admit(policy, facts(), pod(noted, Map.of("username", "joe"))).outcome());
        SyntaxException e =
                assertThrows(
                        SyntaxException.class,
                        () -> rule("{resources: {kinds: [Pod]}, roles: [a]}", SIGNED));
        assertTrue(String.valueOf(e.getMessage()).contains("not told to webhooks"));
    }

    @Test
    void aPolicySaysItselfWhenItIsAsked() {
        String enforce = "validationFailureAction: Enforce, ";
        assertEquals(
                Outcome.ALLOW,
                admit(settings(enforce + "admission: false", PODS, SIGNED), facts(), POD)
                        .outcome());
        String conditions =
                "webhookConfiguration: {failurePolicy: Ignore, matchConditions: [{name: a,"
                        + " expression: \"request.namespace == 'NAMESPACE'\"}]}";
        for (String namespace : List.of("shop", "other")) {
            ClusterPolicy policy =
                    settings(enforce + conditions.replace("NAMESPACE", namespace), PODS, SIGNED);
            assertEquals(
                    namespace.equals("shop") ? Outcome.DENY : Outcome.ALLOW,
                    admit(policy, facts(), POD).outcome());
            assertTrue(policy.failsOpen());
        }
        ClusterPolicy elsewhere =
                settings(
                        "validationFailureAction: Audit, validationFailureActionOverrides:"
                                + " [{action: Enforce, namespaceSelector: {matchLabels: {team:"
                                + " web}}}]",
                        PODS,
                        SIGNED);
        assertEquals(Outcome.DENY, admit(elsewhere, facts(), POD).outcome());
    }

    @Test
    void aPolicyOfANamespaceIsForThatNamespace() {
        String text =
                "{apiVersion: kyverno.io/v1, kind: Policy, metadata: {name: p, namespace: %s},"
                        + " spec: {validationFailureAction: Enforce, rules: [{name: r, match: {any:"
                        + " ["
                        + PODS
                        + "]}, "
                        + SIGNED
                        + "}]}}";
        assertEquals(Outcome.DENY, admit(policy(text.formatted("shop")), facts(), POD).outcome());
        assertEquals(Outcome.ALLOW, admit(policy(text.formatted("other")), facts(), POD).outcome());
    }

    @Test
    void whatIsAskedOfNobodyElseIsRefusedWithItsPlace() {
        for (String context :
                List.of(
                        "globalReference: {name: a}",
                        "apiCall: {urlPath: /a, method: POST}",
                        "apiCall: {service: {url: 'https://a'}}",
                        "imageRegistry: {reference: a, imageRegistryCredentials: {secrets: [a]}}",
                        "configMap: {name: a}, variable: {value: 1}")) {
            SyntaxException e =
                    assertThrows(
                            SyntaxException.class,
                            () -> rule(PODS, "context: [{name: x, " + context + "}], " + SIGNED));
            assertTrue(String.valueOf(e.getMessage()).startsWith("policy.yaml:1:"), e.getMessage());
        }
        assertThrows(
                SyntaxException.class,
                () -> rule(PODS, "verifyImages: [{imageReferences: ['{{ a }}'], key: A}]"));
    }
}
