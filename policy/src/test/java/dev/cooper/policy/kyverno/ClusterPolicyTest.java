package dev.cooper.policy.kyverno;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Decision.Outcome;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.MadeUpFacts;
import dev.cooper.policy.evidence.Request;
import dev.cooper.policy.evidence.Workload;
import dev.cooper.trust.verdict.Check;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class ClusterPolicyTest {
    private static final Check GOOD = Check.passed("attestation", "");

    /** As it circulates, but for the key, which is cut short there. */
    private static final String VERIFY_IMAGE_SIGNATURE =
            """
            # Kyverno Policy - 强制签名验证
            apiVersion: kyverno.io/v1
            kind: ClusterPolicy
            metadata:
              name: verify-image-signature
            spec:
              validationFailureAction: enforce
              background: false
              rules:
                - name: verify-signature
                  match:
                    any:
                      - resources:
                          kinds:
                            - Pod
                  verifyImages:
                    - imageReferences:
                        - "myregistry/*"
                      attestors:
                        - entries:
                            - keys:
                                publicKeys: |
                                  KEY
            """;

    private static ClusterPolicy policy(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ClusterPolicyReader.read(YamlNode.documents("policy.yaml", bytes).getFirst());
    }

    private static ClusterPolicy published(String name) throws IOException {
        try (InputStream in =
                ClusterPolicyTest.class.getResourceAsStream(
                        "/kyverno-policies/" + name + ".yaml")) {
            return policy(
                    new String(
                            Objects.requireNonNull(in, name).readAllBytes(),
                            StandardCharsets.UTF_8));
        }
    }

    /** A policy with one entry of verifyImages. */
    private static ClusterPolicy of(String verifyImages) {
        return policy(
                """
                {apiVersion: kyverno.io/v2beta1, kind: ClusterPolicy, metadata: {name: p},
                spec: {validationFailureAction: Enforce, rules: [{name: r,
                match: {any: [{resources: {kinds: [Pod]}}]}, verifyImages: [
                """
                        + verifyImages
                        + "]}]}}");
    }

    private static Decision decide(ClusterPolicy policy, MadeUpFacts facts) {
        return policy.decide(facts, facts.request());
    }

    @Test
    void thePolicyThatCirculatesWorksAsWritten() {
        ClusterPolicy policy = policy(VERIFY_IMAGE_SIGNATURE);
        Decision decision = decide(policy, new MadeUpFacts("myregistry/myimage:v1"));
        assertEquals(Outcome.DENY, decision.outcome());
        assertEquals(
                "verify-image-signature/verify-signature: myregistry/myimage:v1: signature: the"
                        + " image is not signed (policy.yaml:17)",
                decision.text());
        assertEquals(
                Outcome.ALLOW,
                decide(policy, new MadeUpFacts("myregistry/myimage:v1").signed("KEY")).outcome());
        assertEquals(Outcome.ALLOW, decide(policy, new MadeUpFacts("others/myimage:v1")).outcome());
        assertTrue(policy.pins(new MadeUpFacts("myregistry/myimage:v1").request()));
        assertFalse(policy.pins(new MadeUpFacts("others/myimage:v1").request()));
    }

    @Test
    void whatWasNotCheckedDoesNotPass() {
        ClusterPolicy policy = policy(VERIFY_IMAGE_SIGNATURE);
        Check open = Check.notChecked("transparency-log", "nobody has looked");
        Decision decision =
                decide(policy, new MadeUpFacts("myregistry/myimage").signed("KEY", open));
        assertEquals(Outcome.DENY, decision.outcome());
        assertTrue(decision.text().contains("not checked: transparency-log"), decision.text());
        Decision error = decide(policy, new MadeUpFacts("myregistry/myimage").broken("no route"));
        assertEquals(Outcome.ERROR, error.outcome());
        assertTrue(error.text().contains("not checked: no route"), error.text());
    }

    @Test
    void publishedPoliciesAreReadUnchanged() throws IOException {
        for (String name :
                List.of(
                        "require-vulnerability-scan",
                        "verify-flux-images",
                        "verify-image",
                        "verify-image-cve-2022-42889",
                        "verify-image-gcpkms",
                        "verify-image-slsa",
                        "verify-image-with-multi-keys",
                        "verify-sbom-cyclonedx",
                        "verify-tekton-pipeline-bundle-signatures",
                        "verify-tekton-taskrun-signatures",
                        "verify-tekton-taskrun-vuln-scan")) {
            assertFalse(published(name).name().isEmpty(), name);
        }
    }

    @Test
    void publishedConditionsAreWorkedOut() throws IOException {
        ClusterPolicy slsa = published("verify-image-slsa");
        String type = "https://slsa.dev/provenance/v0.2";
        String builder =
                "https://github.com/slsa-framework/slsa-github-generator/.github/workflows/"
                        + "generator_container_slsa3.yml@refs/tags/v";
        String image = "myreg.org/path/repo:1";
        MadeUpFacts facts = new MadeUpFacts(image);
        assertEquals(Outcome.WARN, decide(slsa, facts).outcome());
        facts.stated(type, Map.of("builder", Map.of("id", builder + "1.2.3")), GOOD);
        assertEquals(Outcome.ALLOW, decide(slsa, facts).outcome(), decide(slsa, facts).text());
        facts.stated(type, Map.of("builder", Map.of("id", "https://evil/v1.2.3")), GOOD);
        assertEquals(Outcome.WARN, decide(slsa, facts).outcome());

        ClusterPolicy scan = published("require-vulnerability-scan");
        String vuln = "cosign.sigstore.dev/attestation/vuln/v1";
        String scanned = "ghcr.io/myorg/myrepo:1";
        assertEquals(
                Outcome.ALLOW,
                decide(scan, new MadeUpFacts(scanned).stated(vuln, finished("2026-11-20"), GOOD))
                        .outcome());
        assertEquals(
                Outcome.WARN,
                decide(scan, new MadeUpFacts(scanned).stated(vuln, finished("2026-11-01"), GOOD))
                        .outcome());

        ClusterPolicy cve = published("verify-image-cve-2022-42889");
        String bom = "https://cyclonedx.org/schema";
        String some = "myreg.org/myrepo/someimage:1";
        assertEquals(
                Outcome.ALLOW,
                decide(cve, new MadeUpFacts(some).stated(bom, bom("1.10"), GOOD)).outcome());
        assertEquals(
                Outcome.WARN,
                decide(cve, new MadeUpFacts(some).stated(bom, bom("1.7"), GOOD)).outcome());
    }

    private static Map<String, Object> finished(String day) {
        return Map.of("metadata", Map.of("scanFinishedOn", day + "T00:00:00Z"));
    }

    private static Map<String, Object> bom(String version) {
        return Map.of("components", List.of(Map.of("name", "commons-text", "version", version)));
    }

    @Test
    void enoughAttestorsMustHaveSigned() {
        String two =
                "{imageReferences: ['*'], attestors: [{count: 2, entries: [{keys: {publicKeys: A}},"
                        + " {keys: {publicKeys: B}}, {attestor: {entries: [{keys: {publicKeys: C}},"
                        + " {keys: {publicKeys: D}}]}}]}]}";
        MadeUpFacts facts = new MadeUpFacts("shop:1").signed("A");
        assertTrue(
                decide(of(two), facts)
                        .text()
                        .contains("1 of 3 attestors have signed, want 2; signature: it is not"),
                decide(of(two), facts).text());
        assertEquals(Outcome.ALLOW, decide(of(two), facts.signed("B")).outcome());
        MadeUpFacts nested = new MadeUpFacts("shop:1").signed("A").signed("C");
        assertEquals(Outcome.DENY, decide(of(two), nested).outcome());
        assertEquals(Outcome.ALLOW, decide(of(two), nested.signed("D")).outcome());
        String sets =
                "{imageReferences: ['*'], attestors: [{entries: [{keys: {publicKeys: A}}]},"
                        + " {entries: [{keys: {publicKeys: B}}]}]}";
        assertEquals(Outcome.DENY, decide(of(sets), new MadeUpFacts("s").signed("A")).outcome());
    }

    @Test
    void severalKeysInOneTextAreSeveralAttestors() {
        String key = "-----BEGIN PUBLIC KEY-----\\n%s\\n-----END PUBLIC KEY-----";
        String a = key.formatted("A");
        String b = key.formatted("B");
        String entry =
                "{imageReferences: ['*'], attestors: [{%s entries: [{keys: {publicKeys: \""
                        + a
                        + "\\n"
                        + b
                        + "\"}}]}]}";
        MadeUpFacts facts = new MadeUpFacts("shop:1").signed(b.replace("\\n", "\n"));
        assertEquals(Outcome.DENY, decide(of(entry.formatted("")), facts).outcome());
        assertEquals(Outcome.ALLOW, decide(of(entry.formatted("count: 1,")), facts).outcome());
    }

    @Test
    void namesAreComparedAsKyvernoDoesAndAsPeopleMean() {
        String digest = "@sha256:" + "0".repeat(64);
        assertEquals("docker.io/nginx:latest", ImageNames.of("nginx").kyverno());
        assertEquals("docker.io/library/nginx:latest", ImageNames.of("library/nginx").kyverno());
        assertEquals("ghcr.io/a/b" + digest, ImageNames.of("ghcr.io/a/b:v1" + digest).kyverno());
        String wanted = "attestors: [{entries: [{keys: {publicKeys: A}}]}]}";
        ClusterPolicy tags = of("{imageReferences: ['ghcr.io/a/b:v1*'], " + wanted);
        MadeUpFacts pinned = new MadeUpFacts("ghcr.io/a/b:v1" + digest);
        Request request = Request.of(Gate.CHECK, "ghcr.io/a/b:v1" + digest, MadeUpFacts.NOW);
        assertEquals(Outcome.DENY, tags.decide(pinned, request).outcome());
        ClusterPolicy skip =
                of("{imageReferences: ['*'], skipImageReferences: ['ghcr.io/a/*'], " + wanted);
        assertEquals(Outcome.ALLOW, skip.decide(pinned, request).outcome());
    }

    @Test
    void aDigestIsWantedWhereNobodyPutsOne() {
        ClusterPolicy policy = of("{imageReferences: ['*'], mutateDigest: false, required: false}");
        assertTrue(
                decide(policy, new MadeUpFacts("shop:1"))
                        .text()
                        .contains("the image is not named by its digest"));
    }

    @Test
    void rulesAboutPodsAreAboutAllThatHasPods() {
        ClusterPolicy policy = policy(VERIFY_IMAGE_SIGNATURE);
        for (String kind : List.of("Pod", "Deployment", "CronJob")) {
            assertEquals(Outcome.DENY, admit(policy, kind, "shop").outcome(), kind);
        }
        assertEquals(Outcome.ALLOW, admit(policy, "Service", "shop").outcome());
        ClusterPolicy excluded =
                policy(
                        VERIFY_IMAGE_SIGNATURE.replace(
                                "      verifyImages:",
                                "      exclude: {any: [{resources: {namespaces: [kube-*]}}]}\n"
                                        + "      verifyImages:"));
        assertEquals(Outcome.ALLOW, admit(excluded, "Pod", "kube-system").outcome());
        assertEquals(Outcome.DENY, admit(excluded, "Pod", "shop").outcome());
        // Where there is no cluster, nobody can be excluded.
        assertEquals(Outcome.DENY, decide(excluded, new MadeUpFacts("myregistry/a")).outcome());
    }

    private static Decision admit(ClusterPolicy policy, String kind, String namespace) {
        Workload workload =
                new Workload(kind, namespace, "w", "CREATE", Map.of(), Map.of(), Map.of());
        return policy.decide(
                new MadeUpFacts("myregistry/a"),
                new Request(
                        Gate.ADMISSION,
                        "myregistry/a",
                        Request.Use.CONTAINER,
                        workload,
                        MadeUpFacts.NOW));
    }

    @Test
    void statementsCannotAskByThemselves() {
        ClusterPolicy policy =
                of(
                        "{imageReferences: ['*'], attestations: [{type: t, attestors: [{entries:"
                                + " [{keys: {publicKeys: A}}]}], conditions: [{all: [{key:"
                                + " \"{{ regex_match('^a$', '{{ id }}') }}\", operator: Equals,"
                                + " value: true}]}]}]}");
        MadeUpFacts facts =
                new MadeUpFacts("shop:1").stated("t", Map.of("id", "b') || `true` || ('"), GOOD);
        Decision decision = decide(policy, facts);
        assertEquals(Outcome.DENY, decision.outcome());
        assertTrue(decision.text().contains("cannot be put into a query"), decision.text());
    }

    @Test
    void whatWouldNotBeObeyedIsRefused() {
        String some =
                "{imageReferences: ['*'], attestors: [{entries: [{keys: {publicKeys: A}}]}], ";
        for (String field :
                List.of(
                        "cosignOCI11: true",
                        "imageRegistryCredentials: {allowInsecureRegistry: true}",
                        "imageRegistryCredentials: {providers: [amazon]}",
                        "imageRegistryCredentials: {secrets: [regcred]}")) {
            SyntaxException e = assertThrows(SyntaxException.class, () -> of(some + field + "}"));
            String name = field.substring(0, field.indexOf(':'));
            assertTrue(String.valueOf(e.getMessage()).startsWith("policy.yaml:"), e.getMessage());
            assertTrue(String.valueOf(e.getMessage()).contains(name), e.getMessage());
        }
        of(some + "cosignOCI11: false, imageRegistryCredentials: {providers: [default]}}");
    }

    @Test
    void whereNobodyIsNamedAndSomebodyMustHaveSignedNothingIsLetThrough() {
        Decision decision = decide(of("{imageReferences: ['*']}"), new MadeUpFacts("shop:1"));
        assertEquals(Outcome.DENY, decision.outcome());
        assertTrue(decision.text().contains("names nobody who must have signed"), decision.text());
        Decision stated =
                decide(
                        of("{imageReferences: ['*'], attestations: [{type: t}]}"),
                        new MadeUpFacts("shop:1").stated("t", Map.of(), GOOD));
        assertTrue(stated.text().contains("nobody is named who must have stated t"));
    }

    @Test
    void whatWasKnownBeforeCountsOnlyWhereThePolicyWantsIt() {
        String some = "{imageReferences: ['*'], attestors: [{entries: [{keys: {publicKeys: A}}]}]";
        MadeUpFacts known = new MadeUpFacts("shop:1").signed("A");
        Workload workload = new Workload("Pod", "a", "w", "CREATE", Map.of(), Map.of(), Map.of());
        Request request =
                new Request(
                        Gate.ADMISSION, "shop:1", Request.Use.CONTAINER, workload, MadeUpFacts.NOW);
        assertEquals(Outcome.ALLOW, of(some + "}").decide(known, request).outcome());
        // Of what is looked up anew, the facts of this test know no signature.
        assertEquals(
                Outcome.DENY, of(some + ", useCache: false}").decide(known, request).outcome());
    }

    @Test
    void mistakesAreSaidWithFileLineAndField() {
        SyntaxException e =
                assertThrows(
                        SyntaxException.class,
                        () ->
                                policy(
                                        VERIFY_IMAGE_SIGNATURE.replace(
                                                "- keys:",
                                                "- attestor: {}\n                  keys:")));
        assertTrue(String.valueOf(e.getMessage()).startsWith("policy.yaml:21:"), e.getMessage());
        assertTrue(
                String.valueOf(e.getMessage())
                        .contains("want one of keys, certificates, keyless, attestor"));
    }
}
